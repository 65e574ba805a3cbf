// SPDX-License-Identifier: GPL-3.0-or-later
// No ONNX Runtime type appears in this folder's public headers.
#pragma once

#include <filesystem>
#include <functional>
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
    std::filesystem::path optimizedModelPath = {};  ///< write the optimised graph there
    std::filesystem::path profilePrefix = {};       ///< record every operator's time (profile.h)
};

struct ValueSpec {
    std::string name;
    base::ElementType type;
    std::vector<std::int64_t> shape;  ///< −1 where dynamic
};

/// One loaded model. Thread-safe for run() as ONNX Runtime is; movable, not copyable.
class Session {
public:
    /// Errors (Engine): runtime.session_failed {detail}, runtime.provider_missing, and loadLibrary()'s.
    [[nodiscard]] static base::Result<Session> create(const std::filesystem::path& model,
                                                      const SessionOptions& options);
    [[nodiscard]] static base::Result<Session> create(std::string_view modelBytes,
                                                      const SessionOptions& options);
    ~Session();
    Session(Session&&) noexcept;
    Session& operator=(Session&&) noexcept;

    [[nodiscard]] const std::vector<ValueSpec>& inputs() const;
    [[nodiscard]] const std::vector<ValueSpec>& outputs() const;

    /// Feeds all inputs in order and returns all outputs in order. Stopping terminates the run inside the
    /// runtime (within milliseconds) and gives cancelled().
    /// Errors (Engine): runtime.run_failed {detail}, runtime.wrong_input_count, runtime.not_numeric {name}.
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

    struct Implementation;  ///< for core/measure's timed loop, which binds its buffers once (bound_run.h)
    [[nodiscard]] Implementation& implementation() { return *m_implementation; }

private:
    explicit Session(std::unique_ptr<Implementation> implementation);
    std::unique_ptr<Implementation> m_implementation;
};

}  // namespace pwb::runtime
