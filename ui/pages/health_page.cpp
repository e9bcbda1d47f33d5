#include "ui/pages/health_page.h"

#include "ui/jobs/job_list.h"
#include "ui/pages/health_words.h"
#include "ui/pages/page_states.h"
#include "ui/shell/action_registry.h"
#include "ui/theme/theme.h"

#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace andon::ui {
namespace {

CheckRow::Status status_of(HealthLevel level) {
  return level == HealthLevel::ok        ? CheckRow::Status::ok
         : level == HealthLevel::warning ? CheckRow::Status::warning
                                         : CheckRow::Status::error;
}

CheckRow::Status status_of(const std::string& word) {
  return word == "ok"        ? CheckRow::Status::ok
         : word == "warning" ? CheckRow::Status::warning
         : word == "error"   ? CheckRow::Status::error
                             : CheckRow::Status::skipped;
}

CheckRow row_of(const workflow::DataCheckOut& check) {
  CheckRow row;
  row.id = QString::fromStdString(check.id);
  row.status = status_of(check.level);
  row.title = health_word(check.title);
  row.message = health_word(check.message);
  row.why = health_word(check.why);
  row.advice = health_word(check.advice);
  row.findings = check.findings;
  row.count = check.count;
  return row;
}

CheckRow row_of(const workflow::HealthCheck& check) {
  CheckRow row;
  row.id = QString::fromStdString(check.id);
  row.of_machine = true;
  row.status = status_of(check.status);
  row.title = health_word(check.title);
  row.message = QString::fromStdString(check.message);
  return row;
}

QTableView* table_of(QAbstractItemModel* model) {
  auto* table = new QTableView;
  table->setModel(model);
  table->setSelectionBehavior(QAbstractItemView::SelectRows);
  table->setSelectionMode(QAbstractItemView::SingleSelection);
  table->setTabKeyNavigation(false);
  table->setAlternatingRowColors(true);
  table->verticalHeader()->hide();
  table->horizontalHeader()->setStretchLastSection(true);
  return table;
}

} // namespace

HealthPage::HealthPage(PageContext& context)
    : Page(context), model_(new CheckModel(this)), finding_model_(new FindingModel(this)),
      proxy_(new QSortFilterProxyModel(this)), sentence_(new QLabel), title_(new QLabel),
      message_(new QLabel), why_(new QLabel), advice_(new QLabel), again_(new QPushButton) {
  build();
  add_actions();
  connect(checks_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
          [this] { show_detail(); });
  connect(findings_, &QTableView::activated, this, [this] { open_finding(); });
  connect(again_, &QPushButton::clicked, this, [this] { load(true); });
  connect(&this->context().selection, &Selection::changed, this,
          [this](const Selection::State& now, const Selection::State& before) {
            if (isVisible() && now.data != before.data)
              load(false);
          });
  connect(&this->context().selection, &Selection::workspace_changed, this, [this] {
    if (isVisible())
      load(true);
  });
  retranslate();
}

HealthPage::~HealthPage() = default;

void HealthPage::build() {
  proxy_->setSourceModel(model_);
  proxy_->setSortRole(sort_role);
  checks_ = table_of(proxy_);
  checks_->setSortingEnabled(true);
  checks_->sortByColumn(CheckModel::status, Qt::DescendingOrder);
  findings_ = table_of(finding_model_);
  for (QLabel* label : {sentence_, title_, message_, why_, advice_})
    label->setWordWrap(true);
  QFont large = font();
  large.setPointSizeF(large.pointSizeF() * 1.3);
  sentence_->setFont(large);
  QFont bold = font();
  bold.setBold(true);
  title_->setFont(bold);
  auto* detail = new QWidget;
  auto* facts = new QVBoxLayout(detail);
  facts->setContentsMargins(space, 0, 0, 0);
  facts->setSpacing(space);
  for (QLabel* label : {title_, message_, why_, advice_})
    facts->addWidget(label);
  facts->addWidget(findings_, 1);
  facts->addStretch(); // takes the room of the findings where there are none
  auto* split = new QSplitter;
  split->addWidget(checks_);
  split->addWidget(detail);
  split->setStretchFactor(0, 3);
  split->setStretchFactor(1, 2);
  split->setChildrenCollapsible(false);
  auto* bar = new QHBoxLayout;
  bar->setSpacing(space);
  bar->addWidget(sentence_, 1);
  bar->addWidget(again_);
  auto* content = new QWidget;
  auto* inner = new QVBoxLayout(content);
  inner->setContentsMargins(0, 0, 0, 0);
  inner->setSpacing(space);
  inner->addLayout(bar);
  inner->addWidget(split, 1);
  states_ = new PageStates(content, this);
  connect(states_, &PageStates::action_wanted, this, [this] { load(true); });
  connect(states_, &PageStates::retry_wanted, this, [this] { load(true); });
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(space, space, space, space);
  column->addWidget(states_, 1);
}

void HealthPage::add_actions() {
  ActionRegistry& actions = context().actions;
  const auto add = [&](const char* id, const char* text, const char* tip, const char* keys, auto trigger) {
    actions.add({id, "health", text, tip, QKeySequence(QLatin1String(keys))}, this, trigger);
  };
  add("health.check", QT_TRANSLATE_NOOP("actions", "Check data and machine"),
      QT_TRANSLATE_NOOP("actions", "Run every health check again"), "Ctrl+Return", [this] { load(true); });
  add("health.next", QT_TRANSLATE_NOOP("actions", "Next health problem"),
      QT_TRANSLATE_NOOP("actions", "Choose the next check that found something"), "N", [this] { step(1); });
  add("health.previous", QT_TRANSLATE_NOOP("actions", "Previous health problem"),
      QT_TRANSLATE_NOOP("actions", "Choose the check before that found something"), "P",
      [this] { step(-1); });
  add("health.open", QT_TRANSLATE_NOOP("actions", "Show the finding in Signals"),
      QT_TRANSLATE_NOOP("actions", "Go to the scene and the time of the chosen finding"), "O",
      [this] { open_finding(); });
}

void HealthPage::activated() {
  load(false);
}

void HealthPage::load(bool anew) {
  const QString data = context().selection.state().data;
  const QString key = QStringLiteral("data:") + data;
  if (key == wanted_key_ && !anew)
    return;
  wanted_key_ = key;
  context().jobs.cancel(job_);
  states_->show_busy(tr("Looking at the data and this machine …"));
  job_ = context().jobs.run<Looked>(
      tr("Health"), Lane::io, this,
      [folder = context().workspace, name = data.toStdString()](Progress& progress,
                                                                std::stop_token stop) -> Result<Looked> {
        ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder));
        Looked looked;
        looked.machine = workflow::doctor(&workspace);
        if (name.empty())
          return looked;
        auto health = workflow::data_health(workspace, {name}, progress, stop);
        if (health)
          looked.data = std::move(*health);
        else if (health.error().code == ErrorCode::cancelled)
          return fail(health.error());
        else
          looked.problem = health.error().message;
        return looked;
      },
      [this, key](Result<Looked> looked) {
        if (key != wanted_key_)
          return;
        if (looked)
          show_result(std::move(*looked));
        else
          show_failure(looked.error());
      });
}

void HealthPage::show_failure(const Error& error) {
  states_->show_failed(error.code == ErrorCode::cancelled ? tr("Cancelled.")
                                                          : QString::fromStdString(error.message));
}

void HealthPage::show_result(Looked looked) {
  looked_ = std::move(looked);
  show_rows();
  states_->show_state(PageStates::State::filled);
}

void HealthPage::show_rows() {
  if (!looked_)
    return;
  auto rows = std::make_shared<std::vector<CheckRow>>();
  if (looked_->data)
    for (const workflow::DataCheckOut& check : looked_->data->checks)
      rows->push_back(row_of(check));
  for (const workflow::HealthCheck& check : looked_->machine)
    rows->push_back(row_of(check));
  const auto count = [&](CheckRow::Status status) {
    return std::count_if(rows->begin(), rows->end(),
                         [&](const CheckRow& row) { return row.status == status; });
  };
  const auto errors = count(CheckRow::Status::error), warnings = count(CheckRow::Status::warning);
  const QString found =
      errors + warnings == 0
          ? tr("Nothing is wrong.")
          : tr("%1 checks found something wrong, %2 something to look at.").arg(errors).arg(warnings);
  if (looked_->data)
    sentence_->setText(tr("Data set %1, %2 scenes, and this machine: %3")
                           .arg(QString::fromStdString(looked_->data->name))
                           .arg(looked_->data->scenes)
                           .arg(found));
  else if (!looked_->problem.empty())
    sentence_->setText(tr("The data could not be looked at: %1 This machine: %2")
                           .arg(QString::fromStdString(looked_->problem) + QLatin1Char('.'), found));
  else
    sentence_->setText(
        tr("This machine: %1 Choose a data set on Start or Signals to have it checked, too.").arg(found));
  model_->set_rows(std::move(rows));
  checks_->resizeColumnsToContents();
  checks_->selectRow(0);
  show_detail();
}

const CheckRow* HealthPage::current() const {
  const QModelIndex index = checks_->currentIndex();
  return index.isValid() ? model_->row(proxy_->mapToSource(index).row()) : nullptr;
}

void HealthPage::show_detail() {
  const CheckRow* row = current();
  title_->setText(row ? row->title : QString());
  message_->setText(row ? row->message : QString());
  why_->setText(row && !row->why.isEmpty() ? tr("Why it matters: %1").arg(row->why) : QString());
  advice_->setText(row && !row->advice.isEmpty() && row->status != CheckRow::Status::ok
                       ? tr("What to do: %1").arg(row->advice)
                       : QString());
  why_->setVisible(!why_->text().isEmpty());
  advice_->setVisible(!advice_->text().isEmpty());
  finding_model_->set_rows(
      std::make_shared<const std::vector<HealthFinding>>(row ? row->findings : std::vector<HealthFinding>{}));
  findings_->setVisible(row && !row->findings.empty());
  findings_->resizeColumnsToContents();
  if (row && !row->findings.empty())
    findings_->selectRow(0);
}

void HealthPage::step(int direction) {
  const int n = proxy_->rowCount();
  const int from =
      checks_->currentIndex().isValid() ? checks_->currentIndex().row() : (direction > 0 ? -1 : n);
  for (int row = from + direction; row >= 0 && row < n; row += direction) {
    const CheckRow* check = model_->row(proxy_->mapToSource(proxy_->index(row, 0)).row());
    if (check->status == CheckRow::Status::ok || check->status == CheckRow::Status::skipped)
      continue;
    checks_->selectRow(row);
    return;
  }
}

void HealthPage::open_finding() {
  const HealthFinding* finding = finding_model_->row(findings_->currentIndex().row());
  if (!finding || finding->scene.empty())
    return;
  Selection::State next = context().selection.state();
  next.item = QString::fromStdString(finding->scene);
  next.items.clear();
  next.start.reset();
  next.end.reset();
  if (finding->end > finding->start) {
    next.start = finding->start;
    next.end = finding->end;
  }
  next.page = QStringLiteral("signals");
  context().selection.select(next);
}

QString HealthPage::sentence() const {
  return sentence_->text();
}

QString HealthPage::advice() const {
  return advice_->text();
}

void HealthPage::retranslate() {
  again_->setText(tr("Check again"));
  checks_->setAccessibleName(tr("Checks"));
  findings_->setAccessibleName(tr("Findings of the chosen check"));
  states_->set_texts(tr("Every check of the chosen data set and of this machine stands here."),
                     tr("Check now"), tr("Try again"));
  show_rows();
}

} // namespace andon::ui
