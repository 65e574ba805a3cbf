// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/tensors/tensor_picture.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <mutex>
#include <opencv2/imgproc.hpp>
#include <span>

#include "core/base/try.h"
#include "core/dataset/tensor_set.h"
#include "core/dataset/tensors/skeleton_picture.h"
#include "core/dataset/tensors/tensor_arrays.h"

namespace pwb::dataset {
namespace fs = std::filesystem;
namespace {

constexpr int kMostPanels = 16;
const cv::Scalar kGrey(128, 128, 128);

struct Values {
    std::vector<std::int64_t> shape;
    std::vector<float> numbers;
};

base::Result<std::shared_ptr<const TensorSet>> mainArray(const fs::path& file) {
    PWB_TRY(const auto arrays, TensorArrays::list(file));
    const std::string key = arrays.mainKey();
    if (key.empty())
        return base::badInput(file.string(), "dataset.tensor_keys",
                              {{"missing", "x"}, {"found", arrays.keys()}});
    PWB_TRY(const auto opened, arrays.open(key));
    const auto& shape = opened.header.shape;
    if (shape.empty()) return base::badInput(file.string(), "dataset.tensor_no_samples", {{"array", key}});
    TensorSet set;
    set.path = file;
    set.samples = shape.front();
    set.inputs.push_back(
        {key, "", opened.header.type, base::ElementType::Float, {shape.begin() + 1, shape.end()}, false});
    return std::make_shared<const TensorSet>(std::move(set));
}

/// The file that was shown last stays open: pictures are asked for by the dozen.
class LastFile {
public:
    base::Result<Values> values(const fs::path& file, std::int64_t row) {
        const std::scoped_lock lock(m_mutex);
        std::error_code code;
        const auto written = fs::last_write_time(file, code);
        if (!m_reader || file != m_file || written != m_written) {
            m_reader.reset();
            PWB_TRY(auto set, mainArray(file));
            m_set = std::move(set);
            m_reader = std::make_unique<TensorReader>(m_set);
            m_file = file;
            m_written = written;
        }
        Values values{m_set->inputs.front().shape, {}};
        values.numbers.resize(static_cast<std::size_t>(m_set->elementsPerSample()));
        const auto out = std::as_writable_bytes(std::span(values.numbers));
        PWB_CHECK(m_reader->read(0, row, out.data()));
        return values;
    }

private:
    std::mutex m_mutex;
    fs::path m_file;
    fs::file_time_type m_written;
    std::shared_ptr<const TensorSet> m_set;
    std::unique_ptr<TensorReader> m_reader;
};

struct Limits {
    float low = std::numeric_limits<float>::infinity(), high = -std::numeric_limits<float>::infinity();
    /// 0 … 1; the middle where all are the same.
    [[nodiscard]] float share(float value) const { return high > low ? (value - low) / (high - low) : 0.5F; }
};

Limits limitsOf(std::span<const float> values) {
    Limits limits;
    for (const float value : values) {
        if (!std::isfinite(value)) continue;
        limits.low = std::min(limits.low, value);
        limits.high = std::max(limits.high, value);
    }
    return limits;
}

cv::Mat heatMap(std::span<const float> values, int rows, int columns) {
    const Limits limits = limitsOf(values);
    cv::Mat levels(rows, columns, CV_8UC1), unknown(rows, columns, CV_8UC1, cv::Scalar(0));
    for (int y = 0; y < rows; ++y)
        for (int x = 0; x < columns; ++x) {
            const float value = values[static_cast<std::size_t>(y) * static_cast<std::size_t>(columns) +
                                       static_cast<std::size_t>(x)];
            if (!std::isfinite(value)) unknown.at<std::uint8_t>(y, x) = 255;
            levels.at<std::uint8_t>(y, x) =
                std::isfinite(value) ? static_cast<std::uint8_t>(std::lround(255 * limits.share(value))) : 0;
        }
    cv::Mat colours;
    cv::applyColorMap(levels, colours, cv::COLORMAP_VIRIDIS);
    colours.setTo(kGrey, unknown);
    return colours;
}

/// Whole steps up without blurring, averages down, each side for itself: a long series is not a hair's
/// breadth.
cv::Mat scaled(const cv::Mat& picture, int edge) {
    constexpr int kNarrowest = 4;  // the shorter side's share of the edge
    const auto side = [&](int cells, int longest) {
        const int wanted = std::max(edge * cells / longest, edge / kNarrowest);
        return cells > wanted ? wanted : wanted / cells * cells;
    };
    const int longest = std::max(picture.cols, picture.rows);
    const cv::Size size(std::max(1, side(picture.cols, longest)), std::max(1, side(picture.rows, longest)));
    cv::Mat averaged, out;
    const cv::Size smaller(std::min(size.width, picture.cols), std::min(size.height, picture.rows));
    cv::resize(picture, averaged, smaller, 0, 0, cv::INTER_AREA);
    cv::resize(averaged, out, size, 0, 0, cv::INTER_NEAREST);
    return out;
}

cv::Mat panels(const Values& values, int edge) {
    const auto& shape = values.shape;
    const auto rows = static_cast<int>(shape[shape.size() - 2]), columns = static_cast<int>(shape.back());
    const std::size_t cells = static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns);
    const int count = static_cast<int>(std::min<std::size_t>(values.numbers.size() / cells, kMostPanels));
    const bool beside = rows >= columns;
    const int gap = std::max(1, (beside ? columns : rows) / 12);
    const cv::Size step(beside ? columns + gap : 0, beside ? 0 : rows + gap);
    cv::Mat sheet(rows + step.height * (count - 1), columns + step.width * (count - 1), CV_8UC3, kGrey);
    for (int i = 0; i < count; ++i)
        heatMap(std::span(values.numbers).subspan(static_cast<std::size_t>(i) * cells, cells), rows, columns)
            .copyTo(sheet(cv::Rect(step.width * i, step.height * i, columns, rows)));
    return scaled(sheet, edge);
}

cv::Mat line(const Values& values, int edge) {
    const Limits limits = limitsOf(values.numbers);
    const int height = std::max(1, edge / 2), margin = 2;
    cv::Mat sheet(height, edge, CV_8UC3, cv::Scalar(255, 255, 255));
    const auto last = static_cast<double>(std::max<std::size_t>(values.numbers.size() - 1, 1));
    cv::Point before;
    bool joined = false;
    for (std::size_t i = 0; i < values.numbers.size(); ++i) {
        const float value = values.numbers[i];
        if (!std::isfinite(value)) {
            joined = false;
            continue;
        }
        const cv::Point here(
            static_cast<int>(std::lround(static_cast<double>(i) / last * (edge - 1))),
            static_cast<int>(std::lround(height - 1 - margin -
                                         limits.share(value) * static_cast<float>(height - 1 - 2 * margin))));
        cv::line(sheet, joined ? before : here, here, cv::Scalar(139, 82, 33), 1, cv::LINE_AA);
        before = here;
        joined = true;
    }
    return sheet;
}

}  // namespace

base::Result<PreviewImage> tensorPicture(const fs::path& file, std::int64_t row, int edge) {
    static LastFile last;
    const auto values = last.values(file, row);
    if (!values) return tl::make_unexpected(values.error());
    try {
        const cv::Mat drawn = isSkeleton(values->shape)
                                  ? drawSkeletons(values->numbers, static_cast<int>(values->shape[1]), edge)
                              : values->shape.size() < 2 ? line(*values, edge)
                                                         : panels(*values, edge);
        cv::Mat rgb;
        cv::cvtColor(drawn, rgb, cv::COLOR_BGR2RGB);
        return PreviewImage{rgb.cols, rgb.rows, {rgb.datastart, rgb.dataend}};
    } catch (const std::exception&) {  // more values than a picture can have
        return base::badInput(file.string(), "dataset.unreadable_image");
    }
}

}  // namespace pwb::dataset
