#include "core/inspection/memory_bank.h"
#include "core/inspection/named_values.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace andon {

void MemoryBank::store(TensorSet& set, const std::string& name) const {
  std::vector<std::int32_t> origins;
  for (const PatchOrigin& o : pool_.origins)
    origins.insert(origins.end(), {o.image, o.x, o.y, o.width, o.height});
  set.tensors.push_back(named_values(name + ".patches", pool_.values, pool_.dimension));
  set.tensors.push_back(named_values(name + ".origins", origins, 5));
  set.tensors.push_back(named_values(name + ".cover_radius", std::vector<double>{cover_radius_}));
  set.tensors.push_back(named_values(name + ".selection_radius", std::vector<double>{selection_radius_}));
  set.metadata[name + ".images"] = nlohmann::json(pool_.images).dump();
  set.metadata[name + ".index"] = kind_;
}

Result<MemoryBank> MemoryBank::restore(const TensorSet& set, const std::string& where,
                                       const std::string& name) {
  const auto broken = [&] {
    return fail(ErrorCode::corrupt, where + ": the patches, their origins and their images do not belong "
                                            "together; train the run again");
  };
  MemoryBank bank;
  const NamedTensor* patches = set.find(name + ".patches");
  const auto images = set.metadata.find(name + ".images"), kind = set.metadata.find(name + ".index");
  if (!patches || patches->shape.size() != 2 || patches->shape[1] < 1 || images == set.metadata.end() ||
      kind == set.metadata.end())
    return broken();
  bank.pool_.dimension = static_cast<std::size_t>(patches->shape[1]);
  ANDON_ASSIGN(bank.pool_.values, values_named<float>(set, name + ".patches", where, bank.pool_.dimension));
  ANDON_ASSIGN(const std::vector<std::int32_t> origins,
               values_named<std::int32_t>(set, name + ".origins", where, 5));
  ANDON_ASSIGN(const std::vector<double> radius, values_named<double>(set, name + ".cover_radius", where));
  const nlohmann::json names = nlohmann::json::parse(images->second, nullptr, false);
  if (!names.is_array() || radius.size() != 1 || !(radius[0] >= 0) || bank.pool_.values.empty() ||
      origins.size() / 5 != bank.pool_.values.size() / bank.pool_.dimension)
    return broken();
  for (const nlohmann::json& name : names) {
    if (!name.is_string())
      return broken();
    bank.pool_.images.push_back(name.get<std::string>());
  }
  for (const float value : bank.pool_.values)
    if (!std::isfinite(value))
      return broken();
  for (std::size_t i = 0; i < origins.size(); i += 5) {
    if (origins[i] < 0 || static_cast<std::size_t>(origins[i]) >= bank.pool_.images.size())
      return broken();
    bank.pool_.origins.push_back(
        {origins[i], origins[i + 1], origins[i + 2], origins[i + 3], origins[i + 4]});
  }
  bank.kind_ = kind->second;
  bank.cover_radius_ = bank.selection_radius_ = radius[0];
  if (set.find(name + ".selection_radius")) { // banks of before have none
    ANDON_ASSIGN(const std::vector<double> selection,
                 values_named<double>(set, name + ".selection_radius", where));
    if (selection.size() != 1 || !(selection[0] >= 0))
      return broken();
    bank.selection_radius_ = selection[0];
  }
  ANDON_TRY(bank.index());
  return bank;
}

} // namespace andon
