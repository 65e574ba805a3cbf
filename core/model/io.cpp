// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/io.h"

#include <onnx/checker.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "core/base/files.h"
#include "core/base/try.h"
#include "core/model/external.h"
#include "core/model/parse.h"

namespace pwb::model {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kSmallTensor = 1024;       // stays in the model file
constexpr std::uint64_t kLazyTensor = 1u << 20;  // from here on a weight is read when it is asked for
constexpr std::uint64_t kAlignment = 4096;       // lets a runtime map the weights

base::Status writeFailed(const fs::path& path) {
    return base::badInput(path.string(), "base.write_failed", {{"reason", std::strerror(errno)}});
}

base::Status writeModel(const onnx::ModelProto& model, const fs::path& path) {
    return base::writeFileAtomically(path, [&](const fs::path& temporary) -> base::Status {
        std::ofstream out(temporary, std::ios::binary);
        const bool written = model.SerializeToOstream(&out);
        out.close();
        if (!written || !out) return writeFailed(path);
        return {};
    });
}

/// A copy of the model without its initialisers: copying those would double the memory.
onnx::ModelProto withoutWeights(const onnx::ModelProto& model) {
    onnx::ModelProto copy;
    copy.set_ir_version(model.ir_version());
    *copy.mutable_opset_import() = model.opset_import();
    copy.set_producer_name(model.producer_name());
    copy.set_producer_version(model.producer_version());
    copy.set_domain(model.domain());
    copy.set_model_version(model.model_version());
    copy.set_doc_string(model.doc_string());
    *copy.mutable_metadata_props() = model.metadata_props();
    *copy.mutable_functions() = model.functions();
    const onnx::GraphProto& from = model.graph();
    onnx::GraphProto& to = *copy.mutable_graph();
    to.set_name(from.name());
    to.set_doc_string(from.doc_string());
    *to.mutable_node() = from.node();
    *to.mutable_sparse_initializer() = from.sparse_initializer();
    *to.mutable_input() = from.input();
    *to.mutable_output() = from.output();
    *to.mutable_value_info() = from.value_info();
    *to.mutable_quantization_annotation() = from.quantization_annotation();
    return copy;
}

void addEntry(onnx::TensorProto& tensor, const std::string& key, const std::string& value) {
    auto* entry = tensor.add_external_data();
    entry->set_key(key);
    entry->set_value(value);
}

onnx::TensorProto externalTensor(const onnx::TensorProto& tensor, const std::string& file,
                                 std::uint64_t offset) {
    onnx::TensorProto placed;
    placed.set_name(tensor.name());
    placed.set_data_type(tensor.data_type());
    *placed.mutable_dims() = tensor.dims();
    placed.set_data_location(onnx::TensorProto::EXTERNAL);
    addEntry(placed, "location", file);
    addEntry(placed, "offset", std::to_string(offset));
    addEntry(placed, "length", std::to_string(dataBytes(tensor)));
    return placed;
}

base::Status writeData(const onnx::TensorProto& tensor, std::ostream& out) {
    if (isLazy(tensor)) return copyLazy(tensor, out);
    out.write(tensor.raw_data().data(), static_cast<std::streamsize>(tensor.raw_data().size()));
    return {};
}

/// Writes the large weights to `dataPath` and puts their places into `skeleton`.
base::Status writeWeights(const onnx::ModelProto& model, onnx::ModelProto& skeleton,
                          const fs::path& dataPath) {
    return base::writeFileAtomically(dataPath, [&](const fs::path& temporary) -> base::Status {
        std::ofstream out(temporary, std::ios::binary);
        std::uint64_t offset = 0;
        for (const auto& tensor : model.graph().initializer()) {
            auto& placed = *skeleton.mutable_graph()->add_initializer();
            if (dataBytes(tensor) < kSmallTensor) {
                placed = tensor;
                continue;
            }
            offset = (offset + kAlignment - 1) / kAlignment * kAlignment;
            placed = externalTensor(tensor, dataPath.filename().string(), offset);
            out.seekp(static_cast<std::streamoff>(offset));
            PWB_CHECK(writeData(tensor, out));
            offset += dataBytes(tensor);
        }
        out.close();
        if (!out) return writeFailed(dataPath);
        return {};
    });
}

}  // namespace

namespace {

base::Result<onnx::ModelProto> loadWith(const fs::path& path, bool lazily) {
    auto model = parseFile(path);
    if (!model) return model;
    const fs::path folder = fs::absolute(path).parent_path();
    base::Status status;
    if (auto files = checkExternalData(*model, folder); !files) status = tl::make_unexpected(files.error());
    if (status && lazily) makeLazy(*model, folder, kLazyTensor);
    if (status) status = inlineExternalData(*model, folder);
    if (status) status = checkStructure(*model);
    if (!status) {
        status.error().file = path.string();
        return tl::make_unexpected(status.error());
    }
    return model;
}

}  // namespace

base::Result<onnx::ModelProto> load(const fs::path& path) {
    return loadWith(path, false);
}

base::Result<onnx::ModelProto> loadLazily(const fs::path& path) {
    return loadWith(path, true);
}

base::Result<onnx::ModelProto> loadGraph(const fs::path& path) {
    return parseFile(path);
}

base::Result<std::vector<std::string>> externalFiles(const fs::path& path) {
    PWB_TRY(auto model, parseFile(path));
    auto files = checkExternalData(model, path.parent_path());
    if (!files) files.error().file = path.string();
    return files;
}

base::Status loadWeights(onnx::ModelProto& model) {
    return inlineExternalData(model, {});
}

std::uint64_t sizeWithWeights(const onnx::ModelProto& model) {
    std::uint64_t size = model.ByteSizeLong();
    for (const auto& tensor : model.graph().initializer()) size += isLazy(tensor) ? dataBytes(tensor) : 0;
    return size;
}

fs::path relocateWeights(onnx::ModelProto& model) {
    fs::path folder;
    for (auto& tensor : *model.mutable_graph()->mutable_initializer())
        if (isLazy(tensor)) folder = forgetFolder(tensor);
    return folder;
}

base::Status save(const onnx::ModelProto& model, const fs::path& path, std::size_t largestInline) {
    const auto& weights = model.graph().initializer();
    const bool lazy = std::any_of(weights.begin(), weights.end(), isLazy);
    if (sizeWithWeights(model) <= largestInline) {
        if (!lazy) return writeModel(model, path);
        onnx::ModelProto whole = model;
        PWB_CHECK(loadWeights(whole));
        return writeModel(whole, path);
    }
    onnx::ModelProto skeleton = withoutWeights(model);
    PWB_CHECK(writeWeights(model, skeleton, path.string() + ".data"));
    return writeModel(skeleton, path);
}

base::Status check(const onnx::ModelProto& model) {
    PWB_CHECK(checkStructure(model));
    if (!knownToOnnxLibrary(model)) return {};
    try {
        onnx::checker::check_model(model);
    } catch (const std::exception& problem) {
        return base::badInput("", "model.invalid", {{"detail", problem.what()}});
    }
    return {};
}

}  // namespace pwb::model
