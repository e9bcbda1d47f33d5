#include "core/models/patch_scorer.h"

#include "core/base/guard.h"
#include "core/base/options.h"
#include "core/models/graph_conversion.h"
#include "core/models/scorer_graph.h"
#include "core/models/unsupported_arithmetic.h"

#include <torch/csrc/jit/frontend/tracer.h>
#include <torch/script.h>

#include <limits>

namespace andon {
namespace {

/// The graph of one run on an example of n images.
std::shared_ptr<torch::jit::Graph> recorded(const ScorerGraph& graph, const PatchScorer& scorer,
                                            std::int64_t n, torch::jit::Module* self) {
  const auto run = [&](torch::jit::Stack inputs) -> torch::jit::Stack {
    const auto [map, score] = graph(inputs[0].toTensor());
    if (!self)
      return {map, score};
    return {c10::ivalue::Tuple::create({map, score})};
  };
  const at::Tensor example = at::full({n, 3, scorer.height, scorer.width}, 0.5F);
  return torch::jit::tracer::trace({example}, run,
                                   [](const torch::autograd::Variable&) { return std::string(); }, true,
                                   false, self, {"images"})
      .first->graph;
}

torch::jit::Module module_of(const ScorerGraph& graph, const PatchScorer& scorer, const ProgramCard& card) {
  torch::jit::Module module("__torch__.AndonScorer");
  module.register_attribute("threshold", c10::FloatType::get(),
                            card.threshold.value_or(std::numeric_limits<double>::quiet_NaN()));
  module.register_attribute("input_height", c10::IntType::get(), scorer.height);
  module.register_attribute("input_width", c10::IntType::get(), scorer.width);
  for (const auto& [name, text] : card.texts)
    module.register_attribute(name, c10::StringType::get(), text);
  torch::jit::Function* const forward = module._ivalue()->compilation_unit()->create_function(
      c10::QualifiedName(*module.type()->name(), "forward"), recorded(graph, scorer, 2, &module));
  module.type()->addMethod(forward);
  return module;
}

} // namespace

Result<void> write_torchscript(const PatchScorer& scorer, const ProgramCard& card,
                               const std::filesystem::path& file) {
  ANDON_ASSIGN(const ScorerGraph graph, ScorerGraph::build(scorer, torch_steps()));
  return guard("writing " + file.string(), [&]() -> Result<void> {
    const at::NoGradGuard no_gradient;
    module_of(graph, scorer, card).save(file.string());
    return {};
  });
}

Result<NodeGraph> node_graph(const PatchScorer& scorer, const ProgramCard& card) {
  ANDON_ASSIGN(const ScorerGraph graph, ScorerGraph::build(scorer, plain_steps()));
  return guard("recording the scorer", [&]() -> Result<NodeGraph> {
    const at::NoGradGuard no_gradient;
    std::shared_ptr<torch::jit::Graph> record;
    try {
      record = recorded(graph, scorer, 1, nullptr);
    } catch (const UnsupportedArithmetic& problem) {
      return fail(ErrorCode::unsupported, problem.what());
    }
    ANDON_ASSIGN(NodeGraph result, GraphConversion::convert(std::move(record), {"images"}, {"map", "score"}));
    result.texts = card.texts;
    if (card.threshold)
      result.texts["threshold"] = to_text(OptionValue(*card.threshold));
    result.texts["input_height"] = std::to_string(scorer.height);
    result.texts["input_width"] = std::to_string(scorer.width);
    return result;
  });
}

Result<std::vector<ProgramOutput>> run_torchscript(const std::filesystem::path& file, std::int64_t height,
                                                   std::int64_t width,
                                                   std::span<const std::vector<float>> images) {
  return guard("running " + file.string(), [&]() -> Result<std::vector<ProgramOutput>> {
    const at::NoGradGuard no_gradient;
    torch::jit::Module module = torch::jit::load(file.string());
    std::vector<ProgramOutput> outputs;
    for (const std::vector<float>& image : images) {
      const at::Tensor input =
          at::from_blob(const_cast<float*>(image.data()), {1, height, width, 3}, at::kFloat)
              .permute({0, 3, 1, 2})
              .contiguous();
      const c10::IValue answer = module.forward({input});
      const auto& parts = answer.toTupleRef().elements();
      const at::Tensor map = parts[0].toTensor().contiguous();
      const float* const values = map.data_ptr<float>();
      outputs.push_back({{values, values + map.numel()}, parts[1].toTensor().item<double>()});
    }
    return outputs;
  });
}

} // namespace andon
