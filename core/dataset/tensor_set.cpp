// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/tensor_set.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/base/try.h"
#include "core/dataset/labels.h"
#include "core/dataset/tensors/tensor_arrays.h"
#include "core/dataset/text.h"

namespace pwb::dataset {
namespace fs = std::filesystem;
namespace {

using base::ElementType;

bool isFloating(ElementType type) {
    return type == ElementType::Float16 || type == ElementType::Float || type == ElementType::Double;
}

std::vector<std::int64_t> withoutFirst(const std::vector<std::int64_t>& shape) {
    return {shape.begin() + 1, shape.end()};
}

/// Do the extents from `first` on agree, −1 being any?
bool agree(const std::vector<std::int64_t>& shape, const std::vector<std::int64_t>& model,
           std::size_t first) {
    if (shape.size() != model.size()) return false;
    for (std::size_t i = first; i < shape.size(); ++i)
        if (model[i] >= 0 && model[i] != shape[i]) return false;
    return true;
}

/// Half-precision inputs are converted from float by whoever feeds the model.
std::optional<ElementType> fedType(ElementType stored, ElementType model) {
    if (model == ElementType::Float || model == ElementType::Double) return model;
    if (model == ElementType::Float16) return ElementType::Float;
    const bool whole = model != ElementType::BFloat16 && model != ElementType::Undefined;
    return whole && !isFloating(stored) ? std::optional(model) : std::nullopt;
}

class Reading {
public:
    Reading(const fs::path& path, const LabelOptions& options, TensorArrays arrays)
        : m_path(path), m_options(options), m_arrays(std::move(arrays)) {}

    base::Result<Manifest> manifest() {
        PWB_CHECK(readInputs());
        std::vector<int> labels;
        Manifest manifest;
        if (m_arrays.has("y") && !feedsModel("y")) {
            PWB_CHECK(readLabels(labels));
            const auto highest = std::max_element(labels.begin(), labels.end());
            auto order = orderIndices(static_cast<std::size_t>(*highest), m_path.parent_path(), m_options);
            if (!order) {
                if (order.error().message.code == "dataset.label_index") order.error().file = m_path.string();
                return tl::make_unexpected(order.error());
            }
            manifest.classes = std::move(order->classes);
            manifest.warnings = std::move(order->warnings);
            m_set->hasLabels = true;
        }
        manifest.kind = SourceKind::Tensors;
        manifest.root = m_path.parent_path();
        manifest.samples.reserve(static_cast<std::size_t>(m_set->samples));
        for (std::int64_t row = 0; row < m_set->samples; ++row)
            manifest.samples.push_back({tensorSamplePath(*m_set, row),
                                        labels.empty() ? -1 : labels[static_cast<std::size_t>(row)], row});
        manifest.tensors = std::move(m_set);
        return manifest;
    }

private:
    tl::unexpected<base::Error> fail(std::string code, base::Args args) const {
        return base::badInput(m_path.string(), std::move(code), std::move(args));
    }
    bool feedsModel(const std::string& key) const {
        return std::any_of(m_set->inputs.begin(), m_set->inputs.end(),
                           [&](const TensorSet::Input& input) { return input.array == key; });
    }

    base::Status readInputs() {
        m_set->path = m_path;
        if (m_options.inputs.empty()) return addInput("x", nullptr);
        for (const model::ValueInfo& input : m_options.inputs) {
            const bool first = &input == &m_options.inputs.front();
            const std::string key = !m_arrays.has(input.name) && first ? "x" : input.name;
            PWB_CHECK(addInput(key, &input));
        }
        return {};
    }

    base::Status addInput(const std::string& key, const model::ValueInfo* wanted) {
        if (wanted && wanted->type == ElementType::String)
            return fail("dataset.tensor_string_input", {{"input", wanted->name}});
        if (!m_arrays.has(key))
            return fail("dataset.tensor_keys", {{"missing", key}, {"found", m_arrays.keys()}});
        PWB_TRY(const auto opened, m_arrays.open(key));
        // Damaged values would pass for samples.
        PWB_CHECK(opened.bytes->verify());
        const NpyHeader& header = opened.header;
        TensorSet::Input input{key, wanted ? wanted->name : "", header.type, ElementType::Float, {}, false};
        if (wanted) {
            const auto type = fedType(header.type, wanted->type);
            if (!type)
                return fail("dataset.tensor_type", {{"array", key},
                                                    {"dtype", std::string(base::elementName(header.type))},
                                                    {"input", wanted->name},
                                                    {"type", std::string(base::elementName(wanted->type))}});
            input.type = *type;
        }
        PWB_CHECK(fit(header, wanted, input));
        m_set->inputs.push_back(std::move(input));
        return {};
    }

    /// The first input's array says how many samples there are.
    base::Status fit(const NpyHeader& header, const model::ValueInfo* wanted, TensorSet::Input& input) {
        const bool first = m_set->inputs.empty();
        const bool perSample = !header.shape.empty() && (first || header.shape.front() == m_set->samples);
        const bool anyShape = !wanted || wanted->shape.empty();
        if (perSample && (anyShape || agree(header.shape, wanted->shape, 1))) {
            if (first && header.count() == 0)
                return fail("dataset.tensor_no_samples", {{"array", input.array}});
            if (first) m_set->samples = header.shape.front();
            input.shape = withoutFirst(header.shape);
            return {};
        }
        if (!first && !anyShape && agree(header.shape, wanted->shape, 0)) {
            const bool batched = wanted->shape.front() < 0;
            if (batched)
                return fail("dataset.tensor_length", {{"array", input.array},
                                                      {"count", std::to_string(header.shape.front())},
                                                      {"samples", std::to_string(m_set->samples)}});
            input.shape = header.shape;
            input.shared = true;
            return {};
        }
        if (!first && wanted && wanted->shape.empty() && header.shape.empty()) {
            input.shared = true;
            return {};
        }
        if (anyShape) return fail("dataset.tensor_no_samples", {{"array", input.array}});
        return fail("dataset.tensor_shape", {{"array", input.array},
                                             {"shape", base::shapeText(header.shape)},
                                             {"input", wanted->name},
                                             {"expected", model::shapeText(*wanted)}});
    }

    base::Status readLabels(std::vector<int>& labels) {
        PWB_TRY(const auto opened, m_arrays.open("y"));
        const NpyHeader& header = opened.header;
        const bool column = header.shape.size() == 1 || (header.shape.size() == 2 && header.shape[1] == 1);
        if (!column || isFloating(header.type))
            return fail("dataset.tensor_labels", {{"dtype", std::string(base::elementName(header.type))},
                                                  {"shape", base::shapeText(header.shape)}});
        if (header.shape.front() != m_set->samples)
            return fail("dataset.tensor_length", {{"array", "y"},
                                                  {"count", std::to_string(header.shape.front())},
                                                  {"samples", std::to_string(m_set->samples)}});
        const auto count = static_cast<std::size_t>(m_set->samples);
        const std::size_t size = base::elementSize(header.type);
        constexpr std::size_t kBlock = 1u << 16;
        std::vector<std::byte> stored;
        std::vector<std::int64_t> block;
        labels.reserve(count);
        for (std::size_t done = 0; done < count; done += block.size()) {
            block.resize(std::min(kBlock, count - done));
            stored.resize(block.size() * size);
            PWB_CHECK(opened.bytes->read(header.dataOffset + done * size, stored));
            if (!convertElements(header, stored.data(), block.size(), ElementType::Int64,
                                 reinterpret_cast<std::byte*>(block.data())))
                return fail("dataset.tensor_value",
                            {{"array", "y"}, {"row", std::to_string(done)}, {"type", "int64"}});
            for (const std::int64_t label : block) {
                if (label < 0 || label >= static_cast<std::int64_t>(kMostClasses))
                    return fail("dataset.tensor_label",
                                {{"row", std::to_string(labels.size())}, {"label", std::to_string(label)}});
                labels.push_back(static_cast<int>(label));
            }
        }
        return {};
    }

    const fs::path& m_path;
    const LabelOptions& m_options;
    TensorArrays m_arrays;
    std::shared_ptr<TensorSet> m_set = std::make_shared<TensorSet>();
};

}  // namespace

std::int64_t TensorSet::elementsPerSample() const {
    std::int64_t elements = 0;
    for (const Input& input : inputs) {
        std::int64_t count = 1;
        for (const std::int64_t extent : input.shape) count *= extent;
        elements += count;
    }
    return elements;
}

std::string tensorText(const TensorSet& set) {
    return base::joined(set.inputs, "; ", [&](const TensorSet::Input& input) {
        return (set.inputs.size() > 1 ? input.array + " " : "") + base::shapeText(input.shape) + " " +
               std::string(base::elementName(input.stored));
    });
}

bool isTensorSource(const fs::path& path) {
    std::error_code code;
    const auto isArray = [](const fs::path& file) { return lowered(file.extension().string()) == ".npy"; };
    if (fs::is_directory(path, code)) {
        const fs::directory_iterator files(path, code);
        return std::any_of(begin(files), end(files),
                           [&](const auto& entry) { return isArray(entry.path()); });
    }
    return isArray(path) || lowered(path.extension().string()) == ".npz";
}

base::Result<Manifest> readTensorManifest(const fs::path& path, const LabelOptions& options) {
    PWB_TRY(auto arrays, TensorArrays::list(path));
    return Reading(path, options, std::move(arrays)).manifest();
}

fs::path tensorSamplePath(const TensorSet& set, std::int64_t row) {
    return set.path.string() + "#" + std::to_string(row);
}

std::optional<std::pair<fs::path, std::int64_t>> tensorSampleOf(const fs::path& path) {
    const std::string text = path.string();
    const std::size_t mark = text.rfind('#');
    if (mark == std::string::npos) return std::nullopt;
    const auto row = parseIndex(std::string_view(text).substr(mark + 1));
    fs::path file = text.substr(0, mark);
    if (!row || !isTensorSource(file)) return std::nullopt;
    return std::pair(std::move(file), static_cast<std::int64_t>(*row));
}

}  // namespace pwb::dataset
