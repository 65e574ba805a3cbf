// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstring>

#include "core/base/try.h"
#include "core/dataset/tensor_set.h"
#include "core/dataset/tensors/tensor_arrays.h"

namespace pwb::dataset {

struct TensorReader::State {
    std::shared_ptr<const TensorSet> set;
    std::optional<TensorArrays> arrays;
    std::vector<std::optional<TensorArrays::Opened>> opened;
    std::vector<std::byte> stored;  ///< one sample as it is in the file
};

TensorReader::TensorReader(std::shared_ptr<const TensorSet> set) : m_state(std::make_unique<State>()) {
    m_state->set = std::move(set);
    m_state->opened.resize(m_state->set->inputs.size());
}
TensorReader::~TensorReader() = default;
TensorReader::TensorReader(TensorReader&&) noexcept = default;
TensorReader& TensorReader::operator=(TensorReader&&) noexcept = default;

base::Status TensorReader::read(std::size_t number, std::int64_t row, std::byte* out) {
    State& state = *m_state;
    const TensorSet::Input& input = state.set->inputs[number];
    if (!state.arrays) {
        PWB_TRY(auto arrays, TensorArrays::list(state.set->path));
        state.arrays = std::move(arrays);
    }
    auto& opened = state.opened[number];
    if (!opened) {
        if (!state.arrays->has(input.array))
            return base::badInput(state.set->path.string(), "dataset.tensor_keys",
                                  {{"missing", input.array}, {"found", state.arrays->keys()}});
        PWB_TRY(auto array, state.arrays->open(input.array));
        opened = std::move(array);
    }
    const NpyHeader& header = opened->header;
    const std::size_t size = base::elementSize(header.type);
    std::int64_t count = 1;
    for (const std::int64_t extent : input.shape) count *= extent;
    const std::int64_t first = input.shared ? 0 : row * count;
    if (first < 0 || first + count > header.count())
        return base::badInput(state.set->path.string(), "dataset.npz_ends_early", {{"array", input.array}});
    state.stored.resize(static_cast<std::size_t>(count) * size);
    if (header.fortranOrder) {
        PWB_TRY(const auto bytes, opened->bytes->map());
        const std::byte* elements = bytes + header.dataOffset;
        for (std::int64_t i = 0; i < count; ++i)
            std::memcpy(state.stored.data() + static_cast<std::size_t>(i) * size,
                        elements + static_cast<std::size_t>(storedIndex(header, first + i)) * size, size);
    } else {
        const std::uint64_t offset = header.dataOffset + static_cast<std::uint64_t>(first) * size;
        PWB_CHECK(opened->bytes->read(offset, state.stored));
    }
    if (!convertElements(header, state.stored.data(), static_cast<std::size_t>(count), input.type, out))
        return base::badInput(state.set->path.string(), "dataset.tensor_value",
                              {{"array", input.array},
                               {"row", std::to_string(row)},
                               {"type", std::string(base::elementName(input.type))}});
    return {};
}

}  // namespace pwb::dataset
