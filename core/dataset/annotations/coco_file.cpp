// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/annotations/coco_file.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>

#include "core/dataset/text.h"

namespace pwb::dataset {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::json;
constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

/// The three lists are on the second level of the document, their entries on the third.
class CocoHandler : public nlohmann::json_sax<Json> {
public:
    explicit CocoHandler(CocoFile& file) : m_file(file) {}

    struct Problem {
        const char* list = nullptr;
        std::size_t number = 0;
        const char* field = nullptr;
    };
    [[nodiscard]] const Problem& problem() const { return m_problem; }
    [[nodiscard]] const char* missing() const {
        if (!m_hasImages) return "images";
        if (!m_hasAnnotations) return "annotations";
        return m_hasCategories ? nullptr : "categories";
    }
    [[nodiscard]] std::size_t errorAt() const { return m_errorAt; }

    bool null() override { return number(kUnknown); }
    bool boolean(bool value) override { return number(value ? 1 : 0); }
    bool number_integer(number_integer_t value) override { return number(static_cast<double>(value)); }
    bool number_unsigned(number_unsigned_t value) override { return number(static_cast<double>(value)); }
    bool number_float(number_float_t value, const string_t& /*text*/) override { return number(value); }
    bool string(string_t& value) override {
        if (!inEntry() || m_depth != kEntry) return true;
        if (m_list == List::Images && m_key == "file_name") m_image.fileName = value, m_seen.name = true;
        if (m_list == List::Categories && m_key == "name") m_category.name = value, m_seen.name = true;
        if (isId()) number(idOf(value));
        return true;
    }
    bool binary(binary_t& /*value*/) override { return true; }
    bool key(string_t& name) override {
        if (m_depth == 1)
            m_next = name == "images"        ? List::Images
                     : name == "annotations" ? List::Annotations
                     : name == "categories"  ? List::Categories
                                             : List::None;
        if (m_depth == kEntry) m_key = name;
        return true;
    }
    bool start_object(std::size_t /*size*/) override {
        ++m_depth;
        if (m_depth == kEntry && m_list != List::None) {
            m_image = {};
            m_annotation = {};
            m_category = {};
            m_seen = {};
            m_key.clear();
        }
        return true;
    }
    bool end_object() override {
        const bool good = m_depth != kEntry || m_list == List::None || keep();
        --m_depth;
        return good;
    }
    bool start_array(std::size_t /*size*/) override {
        ++m_depth;
        if (m_depth == 2) m_list = m_next;
        if (m_list == List::Images) m_hasImages = true;
        if (m_list == List::Annotations) m_hasAnnotations = true;
        if (m_list == List::Categories) m_hasCategories = true;
        return true;
    }
    bool end_array() override {
        if (m_depth == 2) m_list = List::None;
        --m_depth;
        return true;
    }
    bool parse_error(std::size_t position, const std::string& /*token*/,
                     const Json::exception& /*e*/) override {
        m_errorAt = position;
        return false;
    }

private:
    enum class List { None, Images, Annotations, Categories };
    static constexpr int kEntry = 3;

    [[nodiscard]] bool inEntry() const { return m_list != List::None; }
    [[nodiscard]] bool isId() const { return m_key == "id" || m_key == "image_id" || m_key == "category_id"; }

    double idOf(const std::string& text) {
        const auto at = m_textIds.emplace(text, -1 - static_cast<std::int64_t>(m_textIds.size())).first;
        return static_cast<double>(at->second);
    }

    bool number(double value) {
        if (!inEntry()) return true;
        if (m_depth == kEntry + 1 && m_list == List::Annotations && m_key == "bbox") {
            if (m_seen.sides < 4) m_sides[m_seen.sides] = value;
            ++m_seen.sides;
        }
        if (m_depth != kEntry) return true;
        if (m_list == List::Images)
            setImage(value);
        else if (m_list == List::Annotations)
            setAnnotation(value);
        else if (m_key == "id")
            setId(m_category.id, m_seen.id, value);
        return true;
    }
    /// Doubles hold all ids that occur: whole numbers to 2⁵³.
    static void setId(std::int64_t& id, bool& seen, double value) {
        seen = std::isfinite(value) && std::fabs(value) < 9e15 && value == std::floor(value);
        if (seen) id = static_cast<std::int64_t>(value);
    }
    static int pixels(double value) { return value > 0 && value < (1 << 30) ? static_cast<int>(value) : 0; }

    void setImage(double value) {
        if (m_key == "id")
            setId(m_image.id, m_seen.id, value);
        else if (m_key == "width")
            m_image.width = pixels(value);
        else if (m_key == "height")
            m_image.height = pixels(value);
    }
    void setAnnotation(double value) {
        if (m_key == "id")
            setId(m_annotation.id, m_seen.id, value);
        else if (m_key == "image_id")
            setId(m_annotation.image, m_seen.image, value);
        else if (m_key == "category_id")
            setId(m_annotation.category, m_seen.category, value);
        else if (m_key == "area" && std::isfinite(value))
            m_annotation.area = value;
        else if (m_key == "iscrowd")
            m_annotation.crowd = value > 0;
    }

    bool lacks(const char* list, std::size_t entries, const char* field) {
        m_problem = {list, entries + 1, field};
        return false;
    }
    bool keep() {
        if (m_list == List::Images) {
            if (!m_seen.id) return lacks("images", m_file.images.size(), "id");
            if (!m_seen.name) return lacks("images", m_file.images.size(), "file_name");
            m_file.images.push_back(std::move(m_image));
        } else if (m_list == List::Annotations) {
            const std::size_t count = m_file.annotations.size();
            if (!m_seen.image) return lacks("annotations", count, "image_id");
            if (!m_seen.category) return lacks("annotations", count, "category_id");
            if (m_seen.sides != 4) return lacks("annotations", count, "bbox");
            if (!m_seen.id) m_annotation.id = static_cast<std::int64_t>(count) + 1;
            m_annotation.box = {m_sides[0], m_sides[1], m_sides[2], m_sides[3]};
            m_file.annotations.push_back(m_annotation);
        } else {
            if (!m_seen.id) return lacks("categories", m_file.categories.size(), "id");
            if (!m_seen.name) return lacks("categories", m_file.categories.size(), "name");
            m_file.categories.push_back(std::move(m_category));
        }
        return true;
    }

    CocoFile& m_file;
    int m_depth = 0;
    List m_list = List::None, m_next = List::None;
    std::string m_key;
    CocoImage m_image;
    CocoAnnotation m_annotation;
    CocoCategory m_category;
    double m_sides[4] = {};
    struct Seen {
        bool id = false, name = false, image = false, category = false;
        int sides = 0;
    } m_seen;
    bool m_hasImages = false, m_hasAnnotations = false, m_hasCategories = false;
    std::map<std::string, std::int64_t> m_textIds;
    Problem m_problem;
    std::size_t m_errorAt = 0;
};

/// Line and column, from 1, of the byte that a parser had read last.
base::Args placeOf(const fs::path& path, std::size_t position) {
    std::ifstream in(path, std::ios::binary);
    std::size_t line = 1, column = 0;
    bool ended = false;
    for (std::size_t i = 0; i < position; ++i) {
        const int c = in.get();
        if (c == std::ifstream::traits_type::eof()) break;
        if (ended) ++line, column = 0;
        ended = c == '\n';
        ++column;
    }
    return {{"line", std::to_string(line)}, {"column", std::to_string(column)}};
}

}  // namespace

base::Result<CocoFile> readCocoFile(const fs::path& path) {
    const std::string name = path.string();
    std::error_code code;
    if (fs::is_directory(path, code)) return base::badInput(name, "base.is_folder");
    std::vector<char> buffer(1 << 18);
    std::ifstream in;
    in.rdbuf()->pubsetbuf(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    in.open(path, std::ios::binary);
    if (!in) return base::badInput(name, "base.read_failed", {{"reason", std::strerror(errno)}});
    while (in && isBlank(static_cast<char>(in.peek()))) in.get();
    if (in.peek() == std::ifstream::traits_type::eof())
        return base::badInput(name, "dataset.annotations_empty");
    in.seekg(0);

    CocoFile file;
    file.path = path;
    CocoHandler handler(file);
    const bool whole = Json::sax_parse(in, &handler);
    if (const auto& problem = handler.problem(); problem.field)
        return base::badInput(
            name, "dataset.coco_field",
            {{"list", problem.list}, {"number", std::to_string(problem.number)}, {"field", problem.field}});
    if (!whole) return base::badInput(name, "dataset.json_invalid", placeOf(path, handler.errorAt()));
    if (const char* missing = handler.missing())
        return base::badInput(name, "dataset.coco_missing", {{"missing", missing}});
    return file;
}

bool looksLikeCoco(const fs::path& path) {
    constexpr std::size_t kBeginning = 1 << 16;
    std::string text(kBeginning, '\0');
    std::ifstream in(path, std::ios::binary);
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (!trimmed(withoutByteOrderMark(text)).starts_with('{')) return false;
    const auto has = [&](const char* word) { return text.find(word) != std::string::npos; };
    return (has("\"images\"") && (has("\"file_name\"") || has("\"annotations\""))) ||
           (has("\"annotations\"") && has("\"bbox\""));
}

}  // namespace pwb::dataset
