// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstring>
#include <stdexcept>
#include <utility>

#include "core/base/half.h"
#include "core/model/external.h"
#include "core/model/graph.h"

namespace pwb::model {
namespace {

using onnx::TensorProto;

/// The file was checked when the model was loaded, so it has gone or changed since.
std::string outsideData(const TensorProto& tensor) {
    auto bytes = readExternal(tensor, {});
    if (!bytes) throw std::runtime_error("cannot read '" + tensor.name() + "' from " + bytes.error().file);
    return std::move(*bytes);
}

/// Reads raw little-endian data, or, where there is none, the typed field that the element type uses.
template <class Stored, class Out, class Typed, class Convert>
std::vector<Out> read(const TensorProto& tensor, const Typed& typed, Convert convert) {
    std::vector<Out> values;
    if (tensor.has_raw_data() || isLazy(tensor)) {
        const std::string outside = isLazy(tensor) ? outsideData(tensor) : "";
        const std::string& raw = isLazy(tensor) ? outside : tensor.raw_data();
        values.resize(raw.size() / sizeof(Stored));
        for (std::size_t i = 0; i < values.size(); ++i) {
            Stored element;
            std::memcpy(&element, raw.data() + i * sizeof(Stored), sizeof(Stored));
            values[i] = convert(element);
        }
        return values;
    }
    values.reserve(static_cast<std::size_t>(typed.size()));
    for (const auto element : typed) values.push_back(convert(static_cast<Stored>(element)));
    return values;
}

template <class Stored, class Typed>
std::vector<std::int64_t> readInts(const TensorProto& tensor, const Typed& typed) {
    return read<Stored, std::int64_t>(tensor, typed, [](Stored x) { return static_cast<std::int64_t>(x); });
}

}  // namespace

std::vector<float> floatValues(const TensorProto& tensor) {
    switch (tensor.data_type()) {
        case TensorProto::FLOAT:
            return read<float, float>(tensor, tensor.float_data(), [](float x) { return x; });
        case TensorProto::DOUBLE:
            return read<double, float>(tensor, tensor.double_data(),
                                       [](double x) { return static_cast<float>(x); });
        case TensorProto::FLOAT16:
            return read<std::uint16_t, float>(tensor, tensor.int32_data(), base::halfToFloat);
        case TensorProto::BFLOAT16:
            return read<std::uint16_t, float>(tensor, tensor.int32_data(), base::bfloat16ToFloat);
        default:
            return {};
    }
}

std::vector<std::int64_t> intValues(const TensorProto& tensor) {
    switch (tensor.data_type()) {
        case TensorProto::INT64:
            return readInts<std::int64_t>(tensor, tensor.int64_data());
        case TensorProto::INT32:
            return readInts<std::int32_t>(tensor, tensor.int32_data());
        case TensorProto::INT16:
            return readInts<std::int16_t>(tensor, tensor.int32_data());
        case TensorProto::INT8:
            return readInts<std::int8_t>(tensor, tensor.int32_data());
        case TensorProto::UINT8:
        case TensorProto::BOOL:
            return readInts<std::uint8_t>(tensor, tensor.int32_data());
        case TensorProto::UINT16:
            return readInts<std::uint16_t>(tensor, tensor.int32_data());
        case TensorProto::UINT32:
            return readInts<std::uint32_t>(tensor, tensor.uint64_data());
        case TensorProto::UINT64:
            return readInts<std::uint64_t>(tensor, tensor.uint64_data());
        default:
            return {};
    }
}

std::int64_t elementCount(const TensorProto& tensor) {
    std::int64_t count = 1;
    for (const std::int64_t dim : tensor.dims()) count *= dim;
    return count;
}

TensorProto makeRawTensor(const std::string& name, int dataType, const std::vector<std::int64_t>& dims,
                          std::string bytes) {
    TensorProto tensor;
    tensor.set_name(name);
    tensor.set_data_type(dataType);
    for (const std::int64_t dim : dims) tensor.add_dims(dim);
    tensor.set_raw_data(std::move(bytes));
    return tensor;
}

TensorProto makeFloatTensor(const std::string& name, const std::vector<std::int64_t>& dims,
                            const std::vector<float>& values) {
    return makeRawTensor(
        name, TensorProto::FLOAT, dims,
        std::string(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)));
}

TensorProto makeInt64Tensor(const std::string& name, const std::vector<std::int64_t>& dims,
                            const std::vector<std::int64_t>& values) {
    return makeRawTensor(
        name, TensorProto::INT64, dims,
        std::string(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(std::int64_t)));
}

}  // namespace pwb::model
