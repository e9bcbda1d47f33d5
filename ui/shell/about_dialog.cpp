#include "ui/shell/about_dialog.h"

#include "ui/jobs/job_list.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QPushButton>
#include <QTextBrowser>
#include <QTextDocument>
#include <QVBoxLayout>

namespace andon::ui {

namespace {

constexpr int dialog_width = 760, dialog_height = 600, short_hash = 12;

QString plain(const std::string& text) {
  return QString::fromStdString(text).toHtmlEscaped();
}

QString row(const QStringList& cells, const char* tag = "td") {
  QString line = QStringLiteral("<tr>");
  for (const QString& cell : cells)
    line += QStringLiteral("<%1 align='left' style='padding:2px 16px 2px 0'>%2</%1>")
                .arg(QLatin1String(tag), cell);
  return line + QStringLiteral("</tr>");
}

QString hash_of(const std::string& sha256, bool whole) {
  if (sha256.empty())
    return AboutDialog::tr("cannot be read");
  const QString all = plain(sha256);
  return whole ? all : QStringLiteral("<a name='hash' title='%1'>%2…</a>").arg(all, all.left(short_hash));
}

QString networks_text(const workflow::AboutOut& about, bool whole_hashes) {
  if (about.networks.empty())
    return QStringLiteral("<p>%1</p>")
        .arg(AboutDialog::tr(
            "None is at hand. To add one, run scripts/fetch-weights, or: andon weights import FILE"));
  QString text;
  for (const workflow::WeightsRow& network : about.networks) {
    const WeightsFile& file = network.file;
    const QString name = network.title.empty() ? plain(file.id) : plain(network.title);
    text += QStringLiteral("<p><b>%1</b>%2</p><table>")
                .arg(name, network.chosen ? AboutDialog::tr(" (taken by default)") : QString());
    text += row({AboutDialog::tr("Licence"),
                 file.licence.empty() ? AboutDialog::tr("not stated") : plain(file.licence)});
    text += row({AboutDialog::tr("Source"),
                 file.origin.empty() ? AboutDialog::tr("not stated") : plain(file.origin)});
    text += row({QStringLiteral("SHA-256"), hash_of(file.sha256, whole_hashes)});
    text += row({AboutDialog::tr("File"), plain(file.file.string())}) + QStringLiteral("</table>");
  }
  return text;
}

QString libraries_text(const workflow::AboutOut& about) {
  QString text = QStringLiteral("<table>") + row({AboutDialog::tr("Library"), AboutDialog::tr("Version"),
                                                  AboutDialog::tr("Licence"), AboutDialog::tr("Full text")},
                                                 "th");
  for (const workflow::LibraryOut& library : about.libraries)
    text += row({plain(library.name), plain(library.version), plain(library.licence),
                 library.copyright.empty() ? AboutDialog::tr("not on this machine")
                                           : plain(library.copyright.string())});
  return text + QStringLiteral("</table>");
}

QString page_of(const workflow::AboutOut& about, bool whole_hashes) {
  const QString head = QStringLiteral("<h2>Andon %1</h2><p>%2</p><p>%3</p>")
                           .arg(plain(about.version.andon),
                                AboutDialog::tr("Finds what is wrong in factory signals and images."),
                                AboutDialog::tr("Build: %1").arg(plain(about.version.build)));
  const QString others =
      about.other_notices.empty()
          ? AboutDialog::tr("Other libraries keep their licences under /usr/share/doc.")
          : AboutDialog::tr(
                "Formats and weights of others are listed in %1; other libraries keep their licences "
                "under /usr/share/doc.")
                .arg(plain(about.other_notices.string()));
  const auto part = [](const QString& title, const QString& text) {
    return QStringLiteral("<h3>%1</h3>%2").arg(title, text);
  };
  return head + part(AboutDialog::tr("Pre-trained networks"), networks_text(about, whole_hashes)) +
         part(AboutDialog::tr("Libraries"), libraries_text(about)) +
         part(AboutDialog::tr("Other licences"), QStringLiteral("<p>%1</p>").arg(others));
}

} // namespace

AboutDialog::AboutDialog(JobList& jobs, QWidget* parent)
    : QDialog(parent), text_(new QTextBrowser(this)), copy_(new QPushButton(tr("Copy all"), this)) {
  setAttribute(Qt::WA_DeleteOnClose);
  setObjectName(QStringLiteral("about"));
  setWindowTitle(tr("About Andon"));
  resize(dialog_width, dialog_height);
  text_->setObjectName(QStringLiteral("about_text"));
  text_->setAccessibleName(windowTitle());
  text_->setOpenLinks(false);
  text_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  text_->setPlainText(tr("Reading the pre-trained networks …"));
  copy_->setObjectName(QStringLiteral("about_copy"));
  copy_->setToolTip(tr("Copy everything, with whole SHA-256 sums"));
  copy_->setEnabled(false);
  auto* buttons = new QDialogButtonBox(this);
  buttons->addButton(copy_, QDialogButtonBox::ActionRole);
  QPushButton* close = buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
  close->setDefault(true);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(space_group, space_group, space_group, space_group);
  column->setSpacing(space);
  column->addWidget(text_, 1);
  column->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
  connect(copy_, &QPushButton::clicked, this, [this] { copy_all(); });
  close->setFocus();
  jobs.run<workflow::AboutOut>(
      QString(), Lane::io, this,
      [](Progress& progress, std::stop_token stop) { return workflow::about(progress, stop); },
      [this](Result<workflow::AboutOut> about) {
        if (about)
          show_about(*about);
        else
          text_->setPlainText(QString::fromStdString(about.error().message));
      });
}

void AboutDialog::show_about(const workflow::AboutOut& about) {
  about_ = about;
  text_->setHtml(page_of(about_, false));
  copy_->setEnabled(true);
}

void AboutDialog::copy_all() const {
  QTextDocument whole;
  whole.setHtml(page_of(about_, true));
  QApplication::clipboard()->setText(whole.toPlainText());
}

} // namespace andon::ui
