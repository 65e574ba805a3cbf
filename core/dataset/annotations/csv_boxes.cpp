// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/annotations/csv_boxes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <unordered_map>
#include <utility>

#include "core/dataset/annotations/annotations.h"
#include "core/dataset/text.h"

namespace pwb::dataset {
namespace fs = std::filesystem;
namespace {

using Headings = std::initializer_list<std::string_view>;

/// The column with the first of `names` that there is.
std::optional<std::size_t> columnOf(const CsvRow& header, Headings names) {
    for (const std::string_view name : names)
        for (std::size_t i = 0; i < header.cells.size(); ++i)
            if (lowered(header.cells[i]) == name) return i;
    return std::nullopt;
}

bool findSides(const CsvRow& header, const std::array<Headings, 4>& names, BoxColumns& columns) {
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto at = columnOf(header, names[i]);
        if (!at) return false;
        columns.sides[i] = *at;
    }
    return true;
}

class BoxCsvReader {
public:
    BoxCsvReader(const fs::path& path, const BoxColumns& columns)
        : m_file(path.string()), m_folder(path.parent_path()), m_columns(columns) {}

    base::Status add(const CsvRow& row) {
        const auto wrong = [&](const char* code, base::Args args) {
            args.insert(args.begin(), {"line", std::to_string(row.line)});
            return base::badInput(m_file, code, std::move(args));
        };
        if (row.cells.size() != m_columns.count)
            return wrong("dataset.csv_row", {{"expected", std::to_string(m_columns.count)},
                                             {"found", std::to_string(row.cells.size())}});
        const std::string& path = row.cells[m_columns.path];
        const std::string& label = row.cells[m_columns.label];
        const bool boxed = std::any_of(std::begin(m_columns.sides), std::end(m_columns.sides),
                                       [&](std::size_t side) { return !row.cells[side].empty(); });
        if (path.empty() || (label.empty() && boxed)) return wrong("dataset.csv_cell_empty", {});
        AnnotatedImage& image = imageOf(path);
        if (label.empty()) return {};
        RawObject object;
        object.place = row.line;
        std::array<double, 4> sides{};
        for (std::size_t i = 0; i < sides.size(); ++i) {
            const std::string& cell = row.cells[m_columns.sides[i]];
            const auto number = parseNumber(cell);
            if (!number) return wrong("dataset.csv_number", {{"text", cell}});
            sides[i] = *number;
            if (std::isfinite(*number)) m_largest = std::max(m_largest, std::fabs(*number));
        }
        object.box = m_columns.corners ? Box{sides[0], sides[1], sides[2] - sides[0], sides[3] - sides[1]}
                                       : Box{sides[0], sides[1], sides[2], sides[3]};
        if (m_columns.area) object.area = parseNumber(row.cells[*m_columns.area]).value_or(-1);
        if (m_columns.crowd) object.crowd = parseNumber(row.cells[*m_columns.crowd]).value_or(0) > 0;
        object.category = m_labels.emplace(label, static_cast<int>(m_labels.size())).first->second;
        image.objects.push_back(object);
        return {};
    }

    AnnotationSet finish() {
        m_set.kind = SourceKind::CsvBoxes;
        m_set.file = m_file;
        m_set.root = m_folder;
        m_set.fractions = m_largest > 0 && m_largest <= 1;
        orderLabels();
        return std::move(m_set);
    }

private:
    AnnotatedImage& imageOf(const std::string& path) {
        const auto [at, fresh] = m_images.emplace(path, m_set.images.size());
        if (fresh) m_set.images.push_back({(m_folder / path).lexically_normal(), 0, 0, {}});
        return m_set.images[at->second];
    }
    /// By number where all are numbers, else by name.
    void orderLabels() {
        m_set.indices =
            !m_labels.empty() && std::all_of(m_labels.begin(), m_labels.end(), [](const auto& label) {
                const auto index = parseIndex(label.first);
                return index && *index < kMostClasses;
            });
        std::vector<int> newIndex(m_labels.size());
        for (const auto& [name, index] : m_labels) {
            const auto place = static_cast<std::int64_t>(m_set.classes.size());
            const std::int64_t id = m_set.indices ? static_cast<std::int64_t>(*parseIndex(name)) : place;
            m_set.classes.push_back({id, name});
        }
        std::stable_sort(m_set.classes.begin(), m_set.classes.end(),
                         [](const DataClass& a, const DataClass& b) { return a.id < b.id; });
        for (std::size_t i = 0; i < m_set.classes.size(); ++i)
            newIndex[static_cast<std::size_t>(m_labels[m_set.classes[i].name])] = static_cast<int>(i);
        for (AnnotatedImage& image : m_set.images)
            for (RawObject& object : image.objects)
                object.category = newIndex[static_cast<std::size_t>(object.category)];
    }

    std::string m_file;
    fs::path m_folder;
    BoxColumns m_columns;
    AnnotationSet m_set;
    std::unordered_map<std::string, std::size_t> m_images;
    std::map<std::string, int> m_labels;
    double m_largest = 0;
};

}  // namespace

std::optional<BoxColumns> boxColumns(const CsvRow& header) {
    const auto path = columnOf(header, {"path", "file", "filename", "file_name", "image", "image_path"});
    const auto label = columnOf(header, {"label", "class", "class_name", "name", "category"});
    if (!path || !label) return std::nullopt;
    BoxColumns columns;
    columns.path = *path;
    columns.label = *label;
    columns.count = header.cells.size();
    columns.area = columnOf(header, {"area"});
    columns.crowd = columnOf(header, {"crowd", "iscrowd"});
    columns.corners = findSides(header, {Headings{"x1"}, {"y1"}, {"x2"}, {"y2"}}, columns) ||
                      findSides(header, {Headings{"xmin"}, {"ymin"}, {"xmax"}, {"ymax"}}, columns);
    if (columns.corners ||
        findSides(header, {Headings{"x"}, {"y"}, {"w", "width"}, {"h", "height"}}, columns))
        return columns;
    return std::nullopt;
}

base::Result<Manifest> readBoxCsv(const fs::path& path, std::string_view text, char separator,
                                  const BoxColumns& columns, const LabelOptions& options) {
    BoxCsvReader reader(path, columns);
    bool header = true;
    const auto status = readCsv(text, separator, path.string(), [&](const CsvRow& row) -> base::Status {
        if (std::exchange(header, false)) return {};
        return reader.add(row);
    });
    if (!status) return tl::make_unexpected(status.error());
    AnnotationSet set = reader.finish();
    if (set.images.empty()) return base::badInput(path.string(), "dataset.empty");
    return assemble(std::move(set), options);
}

}  // namespace pwb::dataset
