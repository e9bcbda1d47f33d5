#pragma once
#include "core/signal/word_envelope.h"
#include "ui/plot/signal_lane.h"

namespace andon::ui {

/// A word as a logic analyser shows it: one row a bit, high above low, filled where the bit moves faster than
/// a pixel. Bits that are fields of their own are drawn in colour, others grey; rows of bits that never move
/// are left out unless they are marked. Threads: GUI.
class BitLane : public SignalLane {
  Q_OBJECT
public:
  static constexpr int row_height = 13;
  /// words: nullptr while they are being looked at; then all bits of the range are drawn from the extremes,
  /// which tell a bit only above the highest one that differs.
  BitLane(std::shared_ptr<SampleSource> source, int color_index, std::shared_ptr<const WordEnvelope> words,
          std::int64_t mask);
  int minimum_height() const override;
  int stretch() const override { return 0; }
  const std::vector<int>& shown_bits() const { return bits_; } ///< highest first
  /// The bit whose row is at y, -1 when there is none.
  int bit_at(double y, const QRectF& plot) const;
  void set_values(double, double) override {}

protected:
  void paint_values(QPainter& painter, const LaneFrame& frame) override;
  void paint_axis(QPainter& painter, const LaneFrame& frame) override;
  QString value_text(float value) const override;
  bool rings() const override { return false; }

private:
  void gather_ranges(const LaneFrame& frame);
  void paint_row(QPainter& painter, const LaneFrame& frame, int bit, double top, double height) const;
  std::shared_ptr<const WordEnvelope> words_;
  std::int64_t mask_;
  std::vector<int> bits_;
  std::vector<BitRange> ranges_; ///< one a step of the last picture
  double first_x_ = 0, step_x_ = 1;
};

} // namespace andon::ui
