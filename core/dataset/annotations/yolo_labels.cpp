// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/annotations/yolo_labels.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/base/try.h"
#include "core/dataset/labels.h"
#include "core/dataset/text.h"

namespace pwb::dataset {
namespace {

/// More than a box that reaches over the edge: pixels, taken for fractions.
constexpr double kNoFraction = 2;
constexpr std::size_t kBoxColumns = 5, kTriangleColumns = 7;

std::vector<std::string_view> columnsOf(std::string_view line) {
    std::vector<std::string_view> columns;
    while (!(line = trimmed(line)).empty()) {
        std::size_t end = 0;
        while (end < line.size() && !isBlank(line[end])) ++end;
        columns.push_back(line.substr(0, end));
        line.remove_prefix(end);
    }
    return columns;
}

Box boxAround(const std::vector<double>& points) {
    double left = points[0], right = points[0], upper = points[1], lower = points[1];
    for (std::size_t i = 2; i + 1 < points.size(); i += 2) {
        left = std::min(left, points[i]);
        right = std::max(right, points[i]);
        upper = std::min(upper, points[i + 1]);
        lower = std::max(lower, points[i + 1]);
    }
    return {left, upper, right - left, lower - upper};
}

base::Result<RawObject> parseLine(const std::vector<std::string_view>& columns, std::int64_t line,
                                  std::int64_t classes, const std::string& file) {
    const auto wrong = [&](const char* code, base::Args args) {
        args.insert(args.begin(), {"line", std::to_string(line)});
        return base::badInput(file, code, std::move(args));
    };
    const std::size_t count = columns.size();
    if (count != kBoxColumns && (count < kTriangleColumns || count % 2 == 0))
        return wrong("dataset.yolo_columns", {{"found", std::to_string(count)}});
    std::vector<double> values;
    for (const std::string_view column : columns) {
        const auto value = parseNumber(column);
        if (!value) return wrong("dataset.yolo_number", {{"text", std::string(column)}});
        values.push_back(*value);
    }
    const double label = values.front();
    const double limit = classes < 0 ? static_cast<double>(kMostClasses) : static_cast<double>(classes);
    if (!(label >= 0 && label < limit) || label != std::floor(label))
        return wrong("dataset.yolo_class", {{"label", std::string(columns.front())},
                                            {"classes", classes < 0 ? "?" : std::to_string(classes)}});
    values.erase(values.begin());
    if (std::any_of(values.begin(), values.end(), [](double v) { return std::fabs(v) > kNoFraction; }))
        return wrong("dataset.yolo_pixels", {});
    RawObject object;
    object.category = static_cast<int>(label);
    object.place = line;
    object.box = values.size() == 4
                     ? Box{values[0] - values[2] / 2, values[1] - values[3] / 2, values[2], values[3]}
                     : boxAround(values);
    return object;
}

}  // namespace

base::Result<std::vector<RawObject>> parseYoloLabels(std::string_view text, std::int64_t classes,
                                                     const std::string& file) {
    std::vector<RawObject> objects;
    text = withoutByteOrderMark(text);
    for (std::int64_t line = 1; !text.empty(); ++line) {
        const std::size_t end = text.find('\n');
        const auto columns = columnsOf(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
        if (columns.empty()) continue;
        PWB_TRY(auto object, parseLine(columns, line, classes, file));
        objects.push_back(object);
    }
    return objects;
}

}  // namespace pwb::dataset
