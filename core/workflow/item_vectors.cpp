#include "core/workflow/item_vectors.h"

#include "core/inspection/named_values.h"
#include "core/training/device.h"
#include "core/workflow/image_model.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <unordered_map>

namespace andon::workflow {
namespace {

namespace fs = std::filesystem;
constexpr auto vectors_name = "vectors";

bool of_images(const FeatureSet& set) {
  return !set.rows.empty() && !set.rows.front().path.empty();
}

/// What the kept vectors were made of.
struct Origin {
  std::string detector, data;
};

std::optional<FeatureSet> kept_vectors(const fs::path& file, const Origin& origin) {
  const auto set = read_safetensors(file);
  if (!set)
    return {};
  const auto said = [&](const char* key) {
    const auto found = set->metadata.find(key);
    return found == set->metadata.end() ? std::string() : found->second;
  };
  const NamedTensor* tensor = set->find(vectors_name);
  auto values = values_named<float>(*set, vectors_name, "");
  const auto items = nlohmann::json::parse(said("items"), nullptr, false);
  if (said("detector") != origin.detector || said("data") != origin.data || !values || !items.is_array() ||
      tensor->shape.size() != 2 || tensor->shape[0] != static_cast<std::int64_t>(items.size()))
    return {};
  FeatureSet kept{tensor->shape[1], std::move(*values), {}};
  for (const auto& item : items) {
    if (!item.is_string())
      return {};
    kept.rows.emplace_back().item = item.get<std::string>();
    kept.rows.back().path = kept.rows.back().item;
  }
  return kept;
}

/// A cache: what cannot be written is made again.
void keep_vectors(const fs::path& file, const Origin& origin, const FeatureSet& set) {
  nlohmann::json items = nlohmann::json::array();
  for (const ScoreRow& row : set.rows)
    items.push_back(row.item);
  TensorSet tensors;
  tensors.tensors = {named_values(vectors_name, set.values, static_cast<std::size_t>(set.dimension))};
  tensors.metadata = {{"detector", origin.detector},
                      {"data", origin.data},
                      {"items", items.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)}};
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  (void)write_safetensors(file, tensors);
}

Result<FeatureSet> image_vectors(const OpenedRun& opened, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const images::ImageCard card, images::read_card(opened.job.folder));
  const Origin origin{card.key(), opened.job.data.sha256};
  fs::path file = scores_file(opened.job.folder, opened.job.data.name, opened.job.part);
  file.replace_extension(".vectors.safetensors");
  if (auto kept = kept_vectors(file, origin))
    return std::move(*kept);
  ANDON_ASSIGN(FeatureSet set, images::vectors(opened.job, progress, std::move(stop)));
  keep_vectors(file, origin, set);
  return set;
}

} // namespace

bool has_vectors(const ModelEntry& model) {
  return model.embed || model.modality == "images";
}

Error no_vectors(const ModelEntry& model, const std::string& what) {
  std::string names;
  for (const ModelEntry& each : model_table().rows())
    if (has_vectors(each))
      names += (names.empty() ? "" : ", ") + each.id;
  return {ErrorCode::unsupported, "model '" + model.id + "' has no " + what + "; these have: " + names};
}

FeatureSet joined(EmbeddingSet set) {
  FeatureSet both{2 * set.dimension, {}, std::move(set.windows)};
  const auto d = static_cast<std::ptrdiff_t>(set.dimension);
  both.values.reserve(set.command.size() + set.current.size());
  for (std::ptrdiff_t row = 0; row < static_cast<std::ptrdiff_t>(both.rows.size()); ++row)
    for (const std::vector<float>* side : {&set.command, &set.current})
      both.values.insert(both.values.end(), side->begin() + row * d, side->begin() + (row + 1) * d);
  return both;
}

Result<FeatureSet> item_vectors(Workspace& workspace, const OpenedRun& opened, std::vector<ScoreRow> rows,
                                Progress& progress, std::stop_token stop) {
  if (!has_vectors(*opened.model))
    return fail(no_vectors(*opened.model, "vectors of its items"));
  set_threads(resolved_threads(workspace.session().threads));
  FeatureSet all;
  if (opened.model->embed) {
    ANDON_ASSIGN(EmbeddingSet embeddings, opened.model->embed(opened.job, progress, stop));
    all = joined(std::move(embeddings));
  } else {
    ANDON_ASSIGN(all, image_vectors(opened, progress, stop));
  }
  std::unordered_map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < all.rows.size(); ++i)
    places[all.rows[i].item] = i;
  FeatureSet set{all.dimension, {}, std::move(rows)};
  const auto d = static_cast<std::ptrdiff_t>(all.dimension);
  set.values.reserve(set.rows.size() * static_cast<std::size_t>(d));
  for (const ScoreRow& row : set.rows) {
    const auto found = places.find(row.item);
    if (found == places.end())
      return fail(ErrorCode::conflict, "item '" + row.item + "' was scored, but data set '" +
                                           opened.job.data.name + "' holds it no more; score it again");
    const auto begin = all.values.begin() + static_cast<std::ptrdiff_t>(found->second) * d;
    set.values.insert(set.values.end(), begin, begin + d);
  }
  return set;
}

double vector_distance(const FeatureSet& set, std::size_t a, std::size_t b) {
  const auto d = static_cast<std::size_t>(set.dimension);
  const float *x = set.values.data() + a * d, *y = set.values.data() + b * d;
  float sum = 0;
  for (std::size_t k = 0; k < d; ++k)
    sum += (x[k] - y[k]) * (x[k] - y[k]);
  // Both halves of a window's vector have length 1: |x − y|² = 4·(1 − the mean of the two cosines).
  return of_images(set) ? std::sqrt(static_cast<double>(sum)) : static_cast<double>(sum) / 4;
}

} // namespace andon::workflow
