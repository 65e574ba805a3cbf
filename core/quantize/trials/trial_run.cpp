// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/trials/trial_run.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "core/base/files.h"
#include "core/base/half.h"
#include "core/base/try.h"
#include "core/model/io.h"
#include "core/runtime/environment.h"

namespace pwb::quantize {
namespace fs = std::filesystem;
namespace {

constexpr unsigned kSeed = 20240517;
constexpr std::int64_t kFreeDimension = 64;

constexpr std::uint64_t kLarge = std::uint64_t{512} << 20;

/// Of a large model neither optimised nor packed copies of the weights are made for a single run.
void spareMemory(std::uint64_t modelBytes, runtime::SessionOptions& options) {
    if (modelBytes < kLarge) return;
    options.optimization = runtime::OptimizationLevel::None;
    options.packWeights = false;
}

runtime::SessionOptions optionsFor(const BuildContext& context, std::uint64_t modelBytes,
                                   base::Precision precision = base::Precision::Fp32) {
    runtime::SessionOptions options;
    options.threads = context.threads;
    options.provider = context.provider;
    const auto effective =
        runtime::resolveEffective(precision, false, context.provider, runtime::detectCpu());
    options.inferencePrecision = runtime::inferencePrecision(precision, effective.id, context.provider);
    spareMemory(modelBytes, options);
    return options;
}

base::Result<std::vector<base::Tensor>> runOnce(base::Result<runtime::Session> session,
                                                std::stop_token stop) {
    if (!session) return tl::make_unexpected(session.error());
    if (stop.stop_requested()) return base::cancelled();
    return session->run(randomInputs(*session), stop);
}

void fill(base::Tensor& tensor, std::mt19937& engine) {
    std::vector<float> values(static_cast<std::size_t>(tensor.count()));
    for (float& value : values) value = static_cast<float>(engine() >> 8) * 0x1p-22F - 2.0F;
    if (tensor.type == base::ElementType::Float)
        std::copy(values.begin(), values.end(), tensor.as<float>().begin());
    if (tensor.type == base::ElementType::Float16) base::floatsToHalves(values, tensor.as<std::uint16_t>());
}

fs::path externalDataOf(const fs::path& engine) {
    return engine.string() + ".data";
}

/// Of any model, with the weights beside it.
std::uint64_t sizeOf(const fs::path& model) {
    std::error_code code;
    const std::uintmax_t own = fs::file_size(model, code);
    std::uint64_t size = code ? 0 : own;
    if (const auto files = model::externalFiles(model))
        for (const auto& file : *files) {
            const std::uintmax_t beside = fs::file_size(model.parent_path() / file, code);
            size += code ? 0 : beside;
        }
    return size;
}

}  // namespace

std::vector<base::Tensor> randomInputs(const runtime::Session& session, unsigned draw) {
    std::mt19937 engine(kSeed + draw);
    std::vector<base::Tensor> inputs;
    for (const auto& spec : session.inputs()) {
        auto shape = spec.shape;
        for (std::size_t i = 0; i < shape.size(); ++i)
            if (shape[i] < 0) shape[i] = i == 0 ? 1 : kFreeDimension;
        inputs.push_back(base::Tensor::make(spec.type, shape));
        fill(inputs.back(), engine);
    }
    return inputs;
}

bool allFinite(const std::vector<base::Tensor>& outputs) {
    for (const auto& tensor : outputs) {
        std::vector<float> widened;
        std::span<const float> values;
        if (tensor.type == base::ElementType::Float) values = tensor.as<float>();
        if (tensor.type == base::ElementType::Float16) {
            widened.resize(static_cast<std::size_t>(tensor.count()));
            base::halvesToFloats(tensor.as<std::uint16_t>(), widened);
            values = widened;
        }
        if (!std::all_of(values.begin(), values.end(), [](float x) { return std::isfinite(x); }))
            return false;
    }
    return true;
}

base::Result<std::vector<base::Tensor>> trialRun(const fs::path& model, const BuildContext& context,
                                                 std::stop_token stop, base::Precision precision) {
    const std::uint64_t size = sizeOf(model);
    auto session = runtime::Session::create(model, optionsFor(context, size, precision));
    if (session && size >= kLarge) return std::vector<base::Tensor>();
    return runOnce(std::move(session), stop);
}

base::Result<std::vector<base::Tensor>> trialRun(std::string_view modelBytes, const BuildContext& context,
                                                 std::stop_token stop) {
    BuildContext onCpu = context;
    onCpu.provider = "cpu";
    return runOnce(runtime::Session::create(modelBytes, optionsFor(onCpu, modelBytes.size())), stop);
}

base::Result<runtime::Session> openInMemory(onnx::ModelProto model, runtime::SessionOptions options) {
    spareMemory(model::sizeWithWeights(model), options);
    options.externalFolder = model::relocateWeights(model);
    if (model.ByteSizeLong() > model::kLargestInlineFile) return base::badInput("", "model.too_large");
    const std::string bytes = model.SerializeAsString();
    model.Clear();
    return runtime::Session::create(std::string_view(bytes), options);
}

base::Status copyEngine(const BuildContext& context, const fs::path& target) {
    PWB_CHECK(base::ensureWritableFolder(context.outputFolder));
    PWB_TRY(const auto external, model::externalFiles(context.model));
    base::Status written;
    if (external.empty()) {
        written = base::writeFileAtomically(target, [&](const fs::path& temporary) -> base::Status {
            std::error_code code;
            fs::copy_file(context.model, temporary, code);
            if (code)
                return base::badInput(target.string(), "base.write_failed", {{"reason", code.message()}});
            return {};
        });
    } else {
        PWB_TRY(const auto lazy, model::loadLazily(context.model));
        written = model::save(lazy, target);
    }
    if (!written) return written;
    if (auto session = runtime::Session::create(target, optionsFor(context, engineBytes(target))); !session) {
        removeEngine(target);
        return tl::make_unexpected(session.error());
    }
    return {};
}

std::uint64_t engineBytes(const fs::path& engine) {
    std::error_code code;
    const std::uintmax_t data = fs::file_size(externalDataOf(engine), code);
    const std::uint64_t beside = code ? 0 : data;
    const std::uintmax_t own = fs::file_size(engine, code);
    return code ? 0 : own + beside;
}

void removeEngine(const fs::path& engine) {
    std::error_code ignored;
    fs::remove(engine, ignored);
    fs::remove(externalDataOf(engine), ignored);
}

}  // namespace pwb::quantize
