// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/annotations/csv_manifest.h"

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <set>

#include "core/base/files.h"
#include "core/base/try.h"
#include "core/dataset/annotations/csv_boxes.h"
#include "core/dataset/annotations/csv_table.h"
#include "core/dataset/annotations/object_classes.h"
#include "core/dataset/labels.h"
#include "core/dataset/tensor_set.h"
#include "core/dataset/text.h"
#include "core/dataset/video/video.h"

namespace pwb::dataset {
namespace fs = std::filesystem;
namespace {

struct Columns {
    std::size_t path = 0;
    std::size_t label = 1;
    std::size_t count = 2;
    bool header = false;
};

/// Comma, unless the first line shows that it is something else, as spreadsheets of some countries write.
char separatorOf(const fs::path& path, std::string_view text) {
    if (lowered(path.extension().string()) == ".tsv") return '\t';
    const std::string_view first = text.substr(0, text.find('\n'));
    if (first.find(',') != std::string_view::npos) return ',';
    return first.find(';') != std::string_view::npos ? ';' : ',';
}

std::optional<std::size_t> columnNamed(const CsvRow& row, std::initializer_list<std::string_view> names) {
    for (std::size_t i = 0; i < row.cells.size(); ++i)
        if (std::find(names.begin(), names.end(), lowered(row.cells[i])) != names.end()) return i;
    return std::nullopt;
}

base::Result<Columns> findColumns(const CsvRow& first, const std::string& file) {
    const auto path = columnNamed(first, {"path", "file", "filename", "image"});
    const auto label = columnNamed(first, {"label", "class"});
    const std::size_t count = first.cells.size();
    const bool headerCutShort = (path || label) && !(path && label) && count == 1;
    if (count < 2 || headerCutShort)
        return base::badInput(file, "dataset.csv_columns", {{"line", std::to_string(first.line)}});
    if (path && label) return Columns{*path, *label, count, true};
    return Columns{0, 1, count, false};
}

base::Status checkRows(const std::vector<CsvRow>& rows, const Columns& columns, bool labelled,
                       const std::string& file) {
    for (const CsvRow& row : rows) {
        const base::Args args = {{"line", std::to_string(row.line)},
                                 {"expected", std::to_string(columns.count)},
                                 {"found", std::to_string(row.cells.size())}};
        if (row.cells.size() != columns.count) return base::badInput(file, "dataset.csv_row", args);
        if (row.cells[columns.path].empty() || (labelled && row.cells[columns.label].empty()))
            return base::badInput(file, "dataset.csv_cell_empty", {{"line", std::to_string(row.line)}});
    }
    return {};
}

/// With the line that has it, which the reader of the message needs.
base::Error unknownLabel(const std::string& name, const std::vector<CsvRow>& rows, const Columns& columns,
                         const std::string& file, const LabelOptions& options) {
    const auto row = std::find_if(rows.begin(), rows.end(),
                                  [&](const CsvRow& r) { return r.cells[columns.label] == name; });
    return {base::ErrorKind::BadInput,
            file,
            {"dataset.csv_label_unknown",
             {{"line", std::to_string(row->line)}, {"name", name}, {"labels", options.labelsFile.string()}}}};
}

/// Rows of one tensor set, named as tensorSamplePath() does; labels are the set's own.
base::Result<Manifest> readTensorRows(const std::vector<CsvRow>& rows, const Columns& columns,
                                      const fs::path& path, const LabelOptions& options) {
    std::optional<Manifest> manifest;
    fs::path set;
    std::vector<Sample> chosen;
    for (const CsvRow& row : rows) {
        const auto sample = tensorSampleOf((path.parent_path() / row.cells[columns.path]).lexically_normal());
        const fs::path file = sample ? sample->first : fs::path();
        if (!manifest && sample) {
            PWB_TRY(auto whole, readTensorManifest(file, options));
            manifest = std::move(whole);
            set = file;
        }
        const auto at = sample && file == set ? static_cast<std::size_t>(sample->second) : SIZE_MAX;
        if (at >= manifest->samples.size())
            return base::badInput(path.string(), "dataset.csv_tensor_row",
                                  {{"line", std::to_string(row.line)}});
        chosen.push_back(manifest->samples[at]);
    }
    manifest->samples = std::move(chosen);
    return std::move(*manifest);
}

/// Images, or frames of videos, without labels.
base::Result<Manifest> readImageList(const std::vector<CsvRow>& rows, const Columns& columns,
                                     const fs::path& path, const LabelOptions& options) {
    PWB_TRY(auto order, unlabelledClasses(path.parent_path(), options));
    Manifest manifest;
    manifest.kind = SourceKind::Images;
    manifest.root = path.parent_path();
    manifest.classes = std::move(order.classes);
    for (const CsvRow& row : rows) {
        Sample sample{(manifest.root / row.cells[columns.path]).lexically_normal()};
        if (const auto frame = videoFrameOf(sample.path)) sample.row = frame->number;
        manifest.samples.push_back(std::move(sample));
    }
    return manifest;
}

}  // namespace

base::Result<Manifest> readCsvManifest(const fs::path& path, const LabelOptions& options) {
    const std::string file = path.string();
    PWB_TRY(const auto text, base::readFile(path));
    const char separator = separatorOf(path, text);
    const std::string_view head = std::string_view(text).substr(0, text.find('\n'));
    if (const auto header = parseCsv(head, separator, file); header && !header->empty())
        if (const auto columns = boxColumns(header->front()))
            return readBoxCsv(path, text, separator, *columns, options);
    PWB_TRY(auto rows, parseCsv(text, separator, file));
    if (rows.empty()) return base::badInput(file, "dataset.empty");
    PWB_TRY(const auto columns, findColumns(rows.front(), file));
    if (columns.header) rows.erase(rows.begin());
    if (rows.empty()) return base::badInput(file, "dataset.empty");
    // A list of images for a detector may come without labels.
    const bool labelled = options.task != model::Task::Detection ||
                          std::any_of(rows.begin(), rows.end(), [&](const CsvRow& row) {
                              return row.cells.size() > columns.label && !row.cells[columns.label].empty();
                          });
    PWB_CHECK(checkRows(rows, columns, labelled, file));

    if (tensorSampleOf(path.parent_path() / rows.front().cells[columns.path]))
        return readTensorRows(rows, columns, path, options);

    if (!labelled) return readImageList(rows, columns, path, options);
    if (options.task == model::Task::Detection) return base::badInput(file, "dataset.csv_without_boxes");
    std::set<std::string> names;
    for (const CsvRow& row : rows) names.insert(row.cells[columns.label]);
    const auto unknown = [&](const std::string& name) {
        return unknownLabel(name, rows, columns, file, options);
    };
    PWB_TRY(auto order,
            orderClasses({names.begin(), names.end()}, path.parent_path(), options, Numbers::Index, unknown));

    Manifest manifest;
    manifest.kind = SourceKind::CsvManifest;
    manifest.root = path.parent_path();
    for (const CsvRow& row : rows)
        manifest.samples.push_back({(manifest.root / row.cells[columns.path]).lexically_normal(),
                                    order.indexOf[row.cells[columns.label]]});
    manifest.classes = std::move(order.classes);
    manifest.warnings = std::move(order.warnings);
    return manifest;
}

}  // namespace pwb::dataset
