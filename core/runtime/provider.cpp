// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/provider.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "core/runtime/library.h"

namespace pwb::runtime {
namespace {

std::unordered_map<std::string, std::string> openVinoOptions(const SessionOptions& wanted) {
    const std::string precision = wanted.inferencePrecision.empty() ? "f32" : wanted.inferencePrecision;
    // JSON text, not the name of a file. What the plugin calls a hint decides what floats are computed in.
    const nlohmann::json plugin = {{"CPU", {{"INFERENCE_PRECISION_HINT", precision}}}};
    std::unordered_map<std::string, std::string> options = {
        {"device_type", "CPU"},
        {"num_of_threads", std::to_string(wanted.threads)},
        {"load_config", plugin.dump()}};
    for (const auto& [key, value] : wanted.providerOptions) options[key] = value;
    return options;
}

/// OpenVINO ignores a name that it does not know and computes in f32.
bool offersPrecision(const SessionOptions& wanted) {
    static constexpr std::array<std::string_view, 4> kOffered = {"", "f32", "bf16", "f16"};
    if (wanted.provider != "openvino") return wanted.inferencePrecision.empty();
    return std::find(kOffered.begin(), kOffered.end(), wanted.inferencePrecision) != kOffered.end();
}

}  // namespace

base::Status appendProvider(Ort::SessionOptions& options, const SessionOptions& wanted) {
    const std::vector<std::string> compiled = compiledProviders();
    const bool present = std::find(compiled.begin(), compiled.end(), wanted.provider) != compiled.end();
    if (wanted.provider != "cpu" && (wanted.provider != "openvino" || !present))
        return base::engineFailure("", "runtime.provider_missing", {{"provider", wanted.provider}});
    if (!offersPrecision(wanted))
        return base::engineFailure("", "runtime.precision_not_offered",
                                   {{"precision", wanted.inferencePrecision}, {"provider", wanted.provider}});
    if (wanted.provider == "openvino") options.AppendExecutionProvider_OpenVINO_V2(openVinoOptions(wanted));
    return {};
}

void forbidCpuProvider(Ort::SessionOptions& options) {
    options.AddConfigEntry("session.disable_cpu_ep_fallback", "1");
}

void Placement::listen(Ort::SessionOptions& options) {
    options.SetLogSeverityLevel(ORT_LOGGING_LEVEL_VERBOSE);
    Ort::ThrowOnError(Ort::GetApi().SetUserLoggingFunction(options, &Placement::hearFrom, this));
}

void Placement::hearFrom(void* placement, OrtLoggingLevel level, const char*, const char*, const char*,
                         const char* text) {
    static_cast<Placement*>(placement)->hear(level, text);
}

// The lines, by ONNX Runtime 1.24: " All nodes placed on [OpenVINOExecutionProvider]. Number of nodes: 1", or
// for each provider " Node(s) placed on […]. Number of nodes: 2" and a line "  Hardmax (name)" for each node.
void Placement::hear(OrtLoggingLevel level, std::string_view text) {
    static constexpr std::string_view kPlaced = "placed on [", kIndent = "  ";
    if (level >= ORT_LOGGING_LEVEL_ERROR && m_complaint.empty()) m_complaint = text;
    if (const auto placed = text.find(kPlaced); placed != std::string_view::npos) {
        m_listing = text.substr(placed + kPlaced.size()).starts_with("CPUExecutionProvider");
        m_anyElsewhere = m_anyElsewhere || !m_listing;
    } else if (m_listing && text.starts_with(kIndent)) {
        const std::string_view node = text.substr(kIndent.size());
        m_onCpu.emplace_back(node.substr(0, node.find(' ')));
    } else {
        m_listing = false;
    }
}

}  // namespace pwb::runtime
