// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/parse.h"

#include <fcntl.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl.h>
#include <google/protobuf/stubs/logging.h>

#include <cerrno>
#include <climits>
#include <cstring>
#include <mutex>

#include "core/base/try.h"
#include "core/model/external.h"
#include "core/model/graph.h"
#include "core/model/walk.h"

namespace pwb::model {
namespace fs = std::filesystem;
namespace {

constexpr std::int64_t kOldestOpset = 7;
constexpr std::int64_t kNewestPlausibleIr = 64;

bool parseInto(onnx::ModelProto& model, int descriptor) {
    static std::once_flag silenced;
    std::call_once(silenced, [] { google::protobuf::SetLogHandler(nullptr); });
    google::protobuf::io::FileInputStream file(descriptor);
    file.SetCloseOnDelete(true);
    google::protobuf::io::CodedInputStream stream(&file);
    stream.SetTotalBytesLimit(INT_MAX);
    return model.ParsePartialFromCodedStream(&stream) && stream.ConsumedEntireMessage();
}

/// What was parsed before a failure still tells a cut-off model from something else.
bool looksLikeModel(const onnx::ModelProto& partial) {
    return partial.has_ir_version() && partial.ir_version() > 0 && partial.ir_version() <= kNewestPlausibleIr;
}

/// Null for a tensor, and for a value whose type the file leaves open.
const char* otherThanTensor(const onnx::TypeProto& type) {
    if (type.has_sequence_type()) return "sequence";
    if (type.has_optional_type()) return "optional";
    if (type.has_map_type()) return "map";
    return type.has_sparse_tensor_type() ? "sparse tensor" : nullptr;
}

base::Status checkContent(const fs::path& path, const onnx::ModelProto& model) {
    const std::string file = path.string();
    if (!model.has_graph() || !looksLikeModel(model)) return base::badInput(file, "model.not_onnx");
    if (model.opset_import_size() == 0 && model.ir_version() >= 3)
        return base::badInput(file, "model.truncated");
    const std::int64_t opset = defaultOpset(model);
    if (opset > 0 && opset < kOldestOpset)
        return base::badInput(file, "model.opset_too_old", {{"opset", std::to_string(opset)}});
    const onnx::GraphProto& graph = model.graph();
    std::unordered_set<std::string> initializers;
    for (const auto& tensor : graph.initializer()) initializers.insert(tensor.name());
    bool fed = false;
    for (const auto& input : graph.input()) fed = fed || !initializers.contains(input.name());
    if (!fed) return base::badInput(file, "model.no_inputs");
    if (graph.output_size() == 0) return base::badInput(file, "model.no_outputs");
    for (const auto* values : {&graph.input(), &graph.output()})
        for (const auto& value : *values)
            if (const char* kind = otherThanTensor(value.type()))
                return base::badInput(file, "model.not_a_tensor", {{"name", value.name()}, {"kind", kind}});
    return {};
}

}  // namespace

base::Result<onnx::ModelProto> parseFile(const fs::path& path) {
    const std::string file = path.string();
    std::error_code code;
    if (!fs::exists(path, code)) return base::badInput(file, "model.not_found");
    if (fs::is_directory(path, code)) return base::badInput(file, "base.is_folder");
    const std::uintmax_t size = fs::file_size(path, code);
    if (!code && size == 0) return base::badInput(file, "model.empty_file");
    if (!code && size > INT_MAX) return base::badInput(file, "model.too_large");

    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return base::badInput(file, "base.read_failed", {{"reason", std::strerror(errno)}});
    onnx::ModelProto model;
    if (!parseInto(model, descriptor))
        return base::badInput(file, looksLikeModel(model) ? "model.truncated" : "model.not_onnx");
    PWB_CHECK(checkContent(path, model));
    forEachTensor(model, [](onnx::TensorProto& tensor) { forgetFolder(tensor); });  // only ours count
    return model;
}

}  // namespace pwb::model
