#pragma once
#include "core/workflow/about.h"
#include "core/workflow/health.h"
#include "ui/models/check_model.h"
#include "ui/pages/page.h"
#include "ui/shell/selection.h"

#include <optional>

class QLabel;
class QPushButton;
class QSortFilterProxyModel;
class QTableView;

namespace andon::ui {

class PageStates;

/// Can I trust my data and this machine? The pre-flight list: every named check of the chosen data set and of
/// the installation with what was found, why it matters, what to do and where. Threads: GUI; the checks run
/// in a job.
class HealthPage : public Page {
  Q_OBJECT
public:
  /// What one look at everything gives. `data` is empty when no data set is chosen.
  struct Looked {
    std::vector<workflow::HealthCheck> machine;
    std::optional<workflow::HealthOut> data;
    std::string problem; ///< why the data could not be looked at, "" = they could
  };
  explicit HealthPage(PageContext& context);
  ~HealthPage() override;
  void activated() override;
  void retranslate() override;
  void show_result(Looked looked);
  void show_failure(const Error& error);

  PageStates& states() { return *states_; }
  QTableView& checks() { return *checks_; }
  QTableView& findings() { return *findings_; }
  QString sentence() const;
  QString advice() const;

private:
  void build();
  void add_actions();
  void load(bool anew);
  void show_rows();
  void show_detail();
  void step(int direction);
  void open_finding();
  const CheckRow* current() const;

  std::optional<Looked> looked_;
  CheckModel* model_;
  FindingModel* finding_model_;
  QSortFilterProxyModel* proxy_;
  QTableView *checks_, *findings_;
  PageStates* states_;
  QLabel *sentence_, *title_, *message_, *why_, *advice_;
  QPushButton* again_;
  QString wanted_key_;
  int job_ = 0;
};

} // namespace andon::ui
