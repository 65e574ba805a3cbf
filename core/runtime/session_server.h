// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace pwb::runtime {

/// Body of the hidden `pwb worker session PROVIDER` command, the child behind sessions of a provider that
/// needs another library. Returns the exit code. Its commands, each with its answer (protocol.h):
///   greeting  {"path", "version", "api"}
///   load      {"model": path} or {"size": bytes} and then these bytes; {"threads", "optimization",
///   "provider",
///             "precision", "options", "optimized", "external", "pack"}
///             → {"inputs": [{"name", "type", "shape"}], "outputs": […], "left_to_cpu": [type]}
///   run       {"tensors": [{"type", "shape", "size"}]} and then their bytes → likewise
int sessionWorkerMain(const std::string& provider);

}  // namespace pwb::runtime
