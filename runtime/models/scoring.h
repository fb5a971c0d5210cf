// Reward models and embeddings: calls that come back as one number.
//
// A reward is asked for raw, as the model's logit: it has no bounds, and what it means
// is for the file to say. An activation would push it into 0 to 1 (softmax over the
// one label of a reward model even gives 1 for every answer), so each server is told
// to leave it out, in its own words.
//
// Only vLLM's /classify is handed the conversation, and puts the model's chat template
// around it. SGLang, TEI and Hugging Face get plain text: the messages, with an empty
// line between them. Where the template matters, `reads:` of the reward writes it.
// A reranker gets the conversation as the query and the answer as its one document;
// what it gives is relevance, for some servers from 0 to 1 and for others a logit.
#pragma once

#include "lang/result.h"
#include "runtime/http/call.h"
#include "runtime/models/provider.h"
#include "runtime/models/request.h"

namespace cairn {

// Fails when the provider has no reward models, when media would have to be shown, or
// when a reranker is given a text without a question.
// REQUIRES: `reads`, or messages of which the last is the answer.
Result<HttpCall> encode_reward(const RewardRequest& request, const Endpoint& endpoint);

// Reply.number, finite. Several numbers where one was wanted, null, text and NaN are
// failures of this request: asked again the server would say the same.
Decoded decode_reward(const HttpReply& reply, const Endpoint& endpoint);

// Both texts in one call. Fails when the provider has no embeddings or a text is empty.
Result<HttpCall> encode_embedding(const EmbeddingRequest& request, const Endpoint& endpoint);

// Reply.number: the cosine of the angle between the two, from -1 to 1.
Decoded decode_embedding(const HttpReply& reply, const Endpoint& endpoint);

}  // namespace cairn
