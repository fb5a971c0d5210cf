#include "runtime/evidence/panel_items.h"

#include "lang/data/digest.h"

namespace cairn {

PanelItems::PanelItems(const Plan& plan) : seed_(plan.eval.seed) {
  for (const auto& panel : plan.panels)
    if (panel.rate) draws_[panel.heading.name].most = *panel.rate;
}

void PanelItems::add(std::string_view id) {
  ++all_;
  if (draws_.empty()) return;
  const auto place = draw_of(seed_, id);
  for (auto& [name, draw] : draws_) {
    if (draw.drawn.size() == draw.most && std::prev(draw.drawn.end())->first < place) continue;
    draw.drawn.emplace(place, id);
    if (draw.drawn.size() > draw.most) draw.drawn.erase(std::prev(draw.drawn.end()));
  }
}

bool PanelItems::rates(std::string_view panel, std::string_view id) const {
  const auto found = draws_.find(panel);
  return found == draws_.end() ||
         found->second.drawn.contains({draw_of(seed_, id), std::string(id)});
}

std::size_t PanelItems::count(std::string_view panel) const {
  const auto found = draws_.find(panel);
  return found == draws_.end() ? all_ : found->second.drawn.size();
}

}  // namespace cairn
