#include "ui/shell/selection.h"

namespace andon::ui {

namespace {
constexpr std::size_t longest_history = 200;
}

Selection::Selection(QObject* parent) : QObject(parent) {}

void Selection::select(State next) {
  if (next == state_)
    return;
  past_.push_back(state_);
  if (past_.size() > longest_history)
    past_.erase(past_.begin());
  future_.clear();
  const State before = std::exchange(state_, std::move(next));
  Q_EMIT changed(state_, before);
}

bool Selection::can_go_back() const {
  return !past_.empty();
}
bool Selection::can_go_forward() const {
  return !future_.empty();
}

void Selection::back() {
  step(past_, future_);
}
void Selection::forward() {
  step(future_, past_);
}

void Selection::step(std::vector<State>& from, std::vector<State>& to) {
  if (from.empty())
    return;
  to.push_back(state_);
  const State before = std::exchange(state_, from.back());
  from.pop_back();
  Q_EMIT changed(state_, before);
}

} // namespace andon::ui
