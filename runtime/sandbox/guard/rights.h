// Gives up rights. Each is for good.
#pragma once

namespace cairn {

// Root becomes nobody, so that limits count for it and files of root are not its own.
// Nothing for anyone else, nor for a root of a user namespace that has nobody in it.
void drop_root();

// All capabilities, also those that a program with more rights would give.
void drop_capabilities();

// That programs of the same user cannot look into this process.
void hide_process();

}  // namespace cairn
