#include "core/inspection/onnx_runner.h"

#include "core/base/guard.h"

#include <opencv2/core/utils/logger.hpp>
#include <opencv2/dnn.hpp>

namespace andon {
namespace {

/// OpenCV prints its errors beside throwing them; what it throws is reported.
class QuietOpenCv {
public:
  QuietOpenCv() : before_(cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT)) {}
  ~QuietOpenCv() { cv::utils::logging::setLogLevel(before_); }
  QuietOpenCv(const QuietOpenCv&) = delete;
  QuietOpenCv& operator=(const QuietOpenCv&) = delete;

private:
  cv::utils::logging::LogLevel before_;
};

Result<cv::dnn::Net> opened(const std::filesystem::path& file) {
  const auto net = guard("OpenCV cannot read " + file.string(),
                         [&]() -> Result<cv::dnn::Net> { return cv::dnn::readNetFromONNX(file.string()); });
  if (!net)
    return fail(ErrorCode::unsupported, net.error().message);
  return *net;
}

/// [height, width, 3] to [1, 3, height, width].
cv::Mat planes_of(const std::vector<float>& image, int height, int width) {
  const int shape[] = {1, 3, height, width};
  cv::Mat planes(4, shape, CV_32F);
  float* const to = planes.ptr<float>();
  const std::size_t pixels = image.size() / 3;
  for (std::size_t i = 0; i < pixels; ++i)
    for (std::size_t c = 0; c < 3; ++c)
      to[c * pixels + i] = image[i * 3 + c];
  return planes;
}

std::vector<float> values_of(const cv::Mat& array) {
  const cv::Mat plain = array.isContinuous() ? array : array.clone();
  return {plain.ptr<float>(), plain.ptr<float>() + plain.total()};
}

template <class F>
auto running(const std::filesystem::path& file, F&& f) -> std::invoke_result_t<F> {
  auto result = guard("OpenCV cannot run " + file.string(), std::forward<F>(f));
  if (!result && result.error().code == ErrorCode::internal)
    return fail(ErrorCode::unsupported, result.error().message);
  return result;
}

} // namespace

Result<std::vector<ProgramOutput>> run_onnx(const std::filesystem::path& file, std::int64_t height,
                                            std::int64_t width, std::span<const std::vector<float>> images) {
  const QuietOpenCv quiet;
  ANDON_ASSIGN(cv::dnn::Net net, opened(file));
  return running(file, [&]() -> Result<std::vector<ProgramOutput>> {
    std::vector<ProgramOutput> outputs;
    for (const std::vector<float>& image : images) {
      net.setInput(planes_of(image, static_cast<int>(height), static_cast<int>(width)), "images");
      std::vector<cv::Mat> answers;
      net.forward(answers, std::vector<cv::String>{"map", "score"});
      if (answers[0].total() != static_cast<std::size_t>(height * width) || answers[1].total() != 1)
        return fail(ErrorCode::unsupported, "OpenCV gives arrays of another size for " + file.string());
      outputs.push_back({values_of(answers[0]), static_cast<double>(values_of(answers[1])[0])});
    }
    return outputs;
  });
}

Result<OnnxArray> run_onnx(const std::filesystem::path& file, const std::string& input,
                           const OnnxArray& array, const std::string& output) {
  const QuietOpenCv quiet;
  ANDON_ASSIGN(cv::dnn::Net net, opened(file));
  return running(file, [&]() -> Result<OnnxArray> {
    cv::Mat values(array.shape, CV_32F);
    std::copy(array.values.begin(), array.values.end(), values.ptr<float>());
    net.setInput(values, input);
    const cv::Mat answer = net.forward(output);
    return OnnxArray{{answer.size.p, answer.size.p + answer.dims}, values_of(answer)};
  });
}

} // namespace andon
