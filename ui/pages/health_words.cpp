#include "ui/pages/health_words.h"

#include <QCoreApplication>

namespace andon::ui {

namespace {

constexpr const char* words[] = {
    QT_TRANSLATE_NOOP("health", "Missing samples"),
    QT_TRANSLATE_NOOP("health", "Models see interpolated values there and call the bridge normal."),
    QT_TRANSLATE_NOOP("health", "Look for a loose connection or a logger that drops packets; leave long "
                                "gaps out with a column map."),
    QT_TRANSLATE_NOOP("health", "Constant sensors"),
    QT_TRANSLATE_NOOP("health",
                      "A sensor that never moves tells nothing, and its first move looks enormous."),
    QT_TRANSLATE_NOOP("health", "Leave the sensor out (role: ignore) or check that it is connected."),
    QT_TRANSLATE_NOOP("health", "Stuck sensors"),
    QT_TRANSLATE_NOOP("health", "A frozen value hides every fault while it lasts."),
    QT_TRANSLATE_NOOP("health", "Did the machine stand still? If not, check the sensor and its bus, and "
                                "mark the stretch abnormal."),
    QT_TRANSLATE_NOOP("health", "Saturated sensors"),
    QT_TRANSLATE_NOOP("health", "Peaks beyond the range are cut off, so strong faults look weak."),
    QT_TRANSLATE_NOOP("health", "Raise the measuring range or lower the gain."),
    QT_TRANSLATE_NOOP("health", "Single wild samples"),
    QT_TRANSLATE_NOOP("health", "One wrong sample decides scales, thresholds and maxima."),
    QT_TRANSLATE_NOOP("health", "Filter at the source, or mark the samples as missing with a column map."),
    QT_TRANSLATE_NOOP("health", "Duplicate sensors"),
    QT_TRANSLATE_NOOP("health", "Two copies of one signal count double in every model."),
    QT_TRANSLATE_NOOP("health", "Leave one of them out (role: ignore), or correct the column map."),
    QT_TRANSLATE_NOOP("health", "Sampling rates and clocks"),
    QT_TRANSLATE_NOOP(
        "health",
        "Sensors that last differently were sampled at other rates than stated, or their clocks jumped."),
    QT_TRANSLATE_NOOP("health", "Correct the rates in the column map; look for clock changes in the logger."),
    QT_TRANSLATE_NOOP("health", "Labels"),
    QT_TRANSLATE_NOOP("health",
                      "A label outside the recording, or against the scene's own, spoils every figure."),
    QT_TRANSLATE_NOOP("health", "Correct the intervals or the label of the scene."),
    QT_TRANSLATE_NOOP("health", "The same sensors everywhere"),
    QT_TRANSLATE_NOOP("health", "Models need the same sensors in every scene."),
    QT_TRANSLATE_NOOP("health",
                      "Choose the sensors with a column map; import odd files as a data set of their own."),
    QT_TRANSLATE_NOOP("health", "Training data in the test"),
    QT_TRANSLATE_NOOP("health", "A scene that is in two parts makes every figure too good."),
    QT_TRANSLATE_NOOP("health", "Remove one copy, or put both into the same part."),
    QT_TRANSLATE_NOOP("health", "Scenes of odd length"),
    QT_TRANSLATE_NOOP("health", "Scenes cut short miss phases of the cycle."),
    QT_TRANSLATE_NOOP("health", "Check whether the recording was interrupted."),
    QT_TRANSLATE_NOOP("health", "Reading the files"),
    QT_TRANSLATE_NOOP("health", "What a reader has to guess or to leave out is not what was recorded."),
    QT_TRANSLATE_NOOP("health",
                      "Give a column map that says what the columns mean; repair the lines named here."),
    QT_TRANSLATE_NOOP("health", "Workspace"),
    QT_TRANSLATE_NOOP("health", "Linear algebra library"),
    QT_TRANSLATE_NOOP("health", "Fonts with Hangul"),
    QT_TRANSLATE_NOOP("health", "GPU"),
    QT_TRANSLATE_NOOP("health", "CPU bf16"),
    QT_TRANSLATE_NOOP("health", "Disk space"),
    QT_TRANSLATE_NOOP("health", "Database engine"),
    QT_TRANSLATE_NOOP("health", "Database integrity"),
    QT_TRANSLATE_NOOP("health", "Files of runs"),
    QT_TRANSLATE_NOOP("health", "Interrupted runs"),
    QT_TRANSLATE_NOOP("health", "Leftovers"),
    QT_TRANSLATE_NOOP("health", "nothing found")};

} // namespace

std::span<const char* const> health_words() {
  return words;
}

QString health_word(const std::string& text) {
  return QCoreApplication::translate("health", text.c_str());
}

} // namespace andon::ui
