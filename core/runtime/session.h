// SPDX-License-Identifier: GPL-3.0-or-later
// No ONNX Runtime type appears in this folder's public headers.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/tensor.h"

namespace pwb::runtime {

enum class OptimizationLevel { None, Basic, Extended, All };

struct SessionOptions {
    int threads = 1;  ///< intra-op threads; operators run one after the other
    OptimizationLevel optimization = OptimizationLevel::All;
    std::string provider = "cpu";
    /// What float operators compute in: "f32", "bf16" or "f16"; empty: the provider's own choice, except with
    /// OpenVINO, which is then asked for f32. Only OpenVINO can be asked for anything else, and it computes
    /// f16 in bf16 where the CPU has no FP16 arithmetic: inferencePrecision() in environment.h says what to
    /// ask.
    std::string inferencePrecision = {};
    std::map<std::string, std::string> providerOptions = {};  ///< as they are, over the ones set here
    std::filesystem::path optimizedModelPath = {};  ///< write the optimised graph there; not with openvino
    std::filesystem::path profilePrefix = {};       ///< record every operator's time (profile.h)
    std::filesystem::path externalFolder = {};      ///< of external weights, for a model given as bytes
    bool packWeights = true;  ///< false saves a copy of the weights at the price of speed; the CPU provider
};

struct ValueSpec {
    std::string name;
    base::ElementType type;
    std::vector<std::int64_t> shape;  ///< −1 where dynamic
};

/// One loaded model. Thread-safe for run() as ONNX Runtime is; movable, not copyable.
/// With a provider whose library is not this process's (library.h), the model runs in a child process, one
/// run at a time: a crash there is an error here, and the next run starts the child anew.
class Session {
public:
    /// The provider is proved: a session that would run on the CPU provider alone is an error.
    /// Errors (Engine): runtime.session_failed {detail}, runtime.provider_missing {provider},
    /// runtime.provider_fell_back {provider, detail in brackets or empty}, runtime.precision_not_offered
    /// {precision, provider}, loadLibrary()'s, and with a child process Child's.
    [[nodiscard]] static base::Result<Session> create(const std::filesystem::path& model,
                                                      const SessionOptions& options);
    [[nodiscard]] static base::Result<Session> create(std::string_view modelBytes,
                                                      const SessionOptions& options);
    ~Session();
    Session(Session&&) noexcept;
    Session& operator=(Session&&) noexcept;

    [[nodiscard]] const std::vector<ValueSpec>& inputs() const;
    [[nodiscard]] const std::vector<ValueSpec>& outputs() const;

    /// Operators, by type, that the chosen provider left to ONNX Runtime's CPU provider, one entry for each
    /// node; empty where all run on the chosen one.
    [[nodiscard]] const std::vector<std::string>& leftToCpu() const;

    /// Feeds all inputs in order and returns all outputs in order. Stopping terminates the run inside the
    /// runtime, or the child process (within milliseconds), and gives cancelled().
    /// Errors (Engine): runtime.run_failed {detail}, runtime.wrong_input_count, runtime.not_numeric {name},
    /// and with a child process Child's.
    [[nodiscard]] base::Result<std::vector<base::Tensor>> run(std::span<const base::Tensor> inputs,
                                                              std::stop_token stop = {});

    /// Like run() without copying outputs: `visit` sees each output in place, valid during the call only.
    /// Used by calibration, whose outputs are large and many.
    struct OutputView {
        std::size_t index;
        base::ElementType type;
        std::span<const std::int64_t> shape;
        std::span<const std::byte> bytes;
    };
    [[nodiscard]] base::Status run(std::span<const base::Tensor> inputs,
                                   const std::function<void(const OutputView&)>& visit,
                                   std::stop_token stop = {});

    struct Implementation;  ///< for bound_run.h and profile.h
    [[nodiscard]] Implementation& implementation() { return *m_implementation; }

private:
    explicit Session(std::unique_ptr<Implementation> implementation);
    std::unique_ptr<Implementation> m_implementation;
};

}  // namespace pwb::runtime
