// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/calibrate/watched_session.h"

#include <algorithm>
#include <bit>
#include <unordered_set>

#include "core/base/half.h"
#include "core/base/try.h"

namespace pwb::quantize {

using base::Result;
using base::Status;
using base::Tensor;

namespace {

/// The model with those of `tensors` that are none yet as further outputs, serialised.
std::string withOutputs(const onnx::ModelProto& model, std::span<const std::string> tensors) {
    onnx::ModelProto extended = model;
    std::unordered_set<std::string> known;
    for (const auto& output : model.graph().output()) known.insert(output.name());
    // Type and shape stay open; ONNX Runtime infers them.
    for (const std::string& name : tensors)
        if (known.insert(name).second) extended.mutable_graph()->add_output()->set_name(name);
    return extended.SerializeAsString();
}

/// One sample of each input, where the model lets a batch be taken apart.
std::vector<Tensor> firstSample(const std::vector<Tensor>& inputs,
                                const std::vector<runtime::ValueSpec>& specs) {
    std::vector<Tensor> part = inputs;
    const std::int64_t rows = rowsOf(inputs);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const bool open = i < specs.size() && !specs[i].shape.empty() && specs[i].shape[0] < 0;
        if (!open || inputs[i].shape.empty() || inputs[i].shape[0] != rows) return inputs;
        part[i].shape[0] = 1;
        part[i].bytes.resize(inputs[i].bytes.size() / static_cast<std::size_t>(rows));
    }
    return part;
}

}  // namespace

Result<Watch> Watch::open(const onnx::ModelProto& model, std::span<const std::string> tensors) {
    const std::string bytes = withOutputs(model, tensors);
    auto session = runtime::Session::create(std::string_view(bytes), runtime::SessionOptions{});
    if (!session) return tl::make_unexpected(session.error());
    Watch watch{std::move(*session), static_cast<std::size_t>(model.graph().output_size()), {}};
    for (const runtime::ValueSpec& output : watch.session.outputs()) {
        const auto at = std::find(tensors.begin(), tensors.end(), output.name);
        watch.watched.push_back(at == tensors.end() ? kNone : static_cast<std::size_t>(at - tensors.begin()));
    }
    return watch;
}

Result<std::vector<std::string>> realTensors(const onnx::ModelProto& model) {
    std::unordered_set<std::string> constants;
    for (const auto& tensor : model.graph().initializer()) constants.insert(tensor.name());
    std::vector<std::string> all;
    for (const auto& input : model.graph().input())
        if (!constants.contains(input.name())) all.push_back(input.name());
    for (const auto& node : model.graph().node()) {
        if (node.op_type() == "Constant") continue;
        for (const std::string& output : node.output())
            if (!output.empty()) all.push_back(output);
    }
    PWB_TRY(const auto watch, Watch::open(model, all));
    std::unordered_set<std::string> real;
    for (const runtime::ValueSpec& output : watch.session.outputs())
        if (isReal(output.type)) real.insert(output.name);
    std::erase_if(all, [&](const std::string& tensor) { return !real.contains(tensor); });
    return all;
}

bool isReal(base::ElementType type) {
    return type == base::ElementType::Float || type == base::ElementType::Float16 ||
           type == base::ElementType::BFloat16 || type == base::ElementType::Double;
}

std::span<const float> floats(const runtime::Session::OutputView& view, std::vector<float>& buffer) {
    const auto as = [&]<class T>(T) {
        return std::span<const T>{reinterpret_cast<const T*>(view.bytes.data()),
                                  view.bytes.size() / sizeof(T)};
    };
    if (view.type == base::ElementType::Float) return as(0.0F);
    buffer.resize(view.bytes.size() / base::elementSize(view.type));
    if (view.type == base::ElementType::Float16)
        base::halvesToFloats(as(std::uint16_t{}), buffer);
    else if (view.type == base::ElementType::BFloat16)
        std::ranges::transform(as(std::uint16_t{}), buffer.begin(), [](std::uint16_t bits) {
            return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
        });
    else
        std::ranges::transform(as(0.0), buffer.begin(), [](double x) { return static_cast<float>(x); });
    return buffer;
}

std::int64_t rowsOf(const std::vector<Tensor>& inputs) {
    return inputs.empty() || inputs[0].shape.empty() ? 1 : std::max<std::int64_t>(1, inputs[0].shape[0]);
}

std::span<const float> withoutPadding(std::span<const float> values, std::span<const std::int64_t> shape,
                                      std::int64_t rows, int samples) {
    if (samples >= rows || shape.empty() || shape[0] % rows != 0) return values;
    return values.first(values.size() / static_cast<std::size_t>(rows) * static_cast<std::size_t>(samples));
}

Result<std::vector<std::size_t>> outputBytes(runtime::Session& session, const std::vector<Tensor>& inputs,
                                             std::stop_token stop) {
    const std::int64_t rows = rowsOf(inputs);
    std::vector<std::size_t> bytes;
    bool known = true;
    for (const runtime::ValueSpec& output : session.outputs()) {
        std::int64_t count = 1;
        for (std::size_t d = 0; d < output.shape.size(); ++d) {
            const std::int64_t dim = output.shape[d] < 0 && d == 0 ? rows : output.shape[d];
            known = known && dim >= 0;
            count *= std::max<std::int64_t>(dim, 0);
        }
        bytes.push_back(static_cast<std::size_t>(count) * base::elementSize(output.type));
    }
    if (known) return bytes;
    const std::vector<Tensor> sample = firstSample(inputs, session.inputs());
    const auto factor = static_cast<std::size_t>(rows / rowsOf(sample));
    const Status status = session.run(
        sample,
        [&](const runtime::Session::OutputView& view) { bytes[view.index] = view.bytes.size() * factor; },
        stop);
    if (!status) return tl::make_unexpected(status.error());
    return bytes;
}

}  // namespace pwb::quantize
