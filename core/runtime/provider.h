// SPDX-License-Identifier: GPL-3.0-or-later
// For this folder's .cpp files only: execution providers other than the CPU's own.
#pragma once

#include "core/runtime/ort.h"

namespace pwb::runtime {

/// Asks for the provider that `wanted` names; the CPU provider is always there. Throws Ort::Exception.
/// Errors (Engine): runtime.provider_missing, runtime.precision_not_offered.
[[nodiscard]] base::Status appendProvider(Ort::SessionOptions& options, const SessionOptions& wanted);

/// Makes a session fail to open when a node would be left to the CPU provider.
void forbidCpuProvider(Ort::SessionOptions& options);

/// Which nodes the opening of a session gives to which provider. ONNX Runtime says so in its log only, and a
/// provider that cannot be set up is left out without an error. Must outlive the options and the session.
class Placement {
public:
    /// Listens to the session that is opened with `options`. Throws Ort::Exception.
    void listen(Ort::SessionOptions& options);
    /// Whether a node runs on a provider other than the CPU's.
    [[nodiscard]] bool anyElsewhere() const { return m_anyElsewhere; }
    /// Operator types of the nodes on the CPU provider.
    [[nodiscard]] const std::vector<std::string>& onCpu() const { return m_onCpu; }
    /// Why a provider could not be set up, as far as the log tells.
    [[nodiscard]] const std::string& complaint() const { return m_complaint; }

private:
    void hear(OrtLoggingLevel level, std::string_view text);
    static void ORT_API_CALL hearFrom(void* placement, OrtLoggingLevel level, const char*, const char*,
                                      const char*, const char* text);

    bool m_listing = false;  ///< the lines that come are nodes on the CPU provider
    bool m_anyElsewhere = false;
    std::vector<std::string> m_onCpu;
    std::string m_complaint;
};

}  // namespace pwb::runtime
