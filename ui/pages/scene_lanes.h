#pragma once
#include "core/workflow/scene_words.h"
#include "ui/plot/track_view.h"

#include <map>

namespace andon::ui {

class JobList;

/// Everything the lanes of a scene are made from. `words` is empty while the samples are being looked at; a
/// decoded value is absent while it is being made.
struct SceneShown {
  std::shared_ptr<const workflow::Recording> recording;
  std::vector<SensorInfo> sensors; ///< as the draft says, in the recording's order
  std::vector<std::shared_ptr<const WordEnvelope>> words;
  std::map<workflow::Halves, std::shared_ptr<const workflow::DecodedValue>> decoded;
  std::string plain; ///< id of a sensor drawn as a line whatever it is, because something is drawn over it
};

/// Pairs the sensors name.
std::vector<workflow::Halves> halves_of(const std::vector<SensorInfo>& sensors);
/// "s03 · s17", the id of the lane of a decoded value.
QString decoded_id(const workflow::Halves& halves);
/// "2 kHz".
QString rate_text(double rate);
/// What a person would call the sensor: "bits", "low half of s03 · s17", "value", …
QString meaning_text(const SensorInfo& sensor);

/// Sources in the order of the page: fast sensors first, a decoded value above its two halves.
std::vector<std::shared_ptr<SampleSource>> scene_sources(const SceneShown& shown, JobList& jobs);
/// Lanes of these sources: bits, state bars, decoded values with roll-overs and torn reads, values; the first
/// of every rate carries its title.
TrackView::LaneMaker scene_lane_maker(const SceneShown& shown);

} // namespace andon::ui
