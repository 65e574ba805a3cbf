// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"

namespace pwb::runtime {

/// An ONNX Runtime library. Loaded with dlopen; the API version is negotiated downward from the headers' to
/// kMinimumApi.
struct Library {
    std::filesystem::path path;
    std::string version;  ///< "1.31.1"
    int api = 0;          ///< granted API version
};

inline constexpr int kMinimumApi = 16;

/// The ONNX Runtime of this process: the default one, or the one that chooseLibrary() named before.
/// The default one is looked for, in this order, in PWB_ONNXRUNTIME (a file or a folder),
/// .deps/onnxruntime/lib below the folders above the executable, ../lib/precision-workbench beside it, and
/// the system's library path; the one with OpenVINO in PWB_ONNXRUNTIME_OPENVINO,
/// .deps/onnxruntime-openvino/lib and ../lib/precision-workbench-openvino.
/// Safe to call from any thread and any number of times; the first outcome is kept.
/// Errors (Engine): runtime.not_found and runtime.openvino_not_found (list where it was looked for),
/// runtime.load_failed, runtime.too_old.
[[nodiscard]] base::Result<Library> loadLibrary();

/// Two ONNX Runtimes do not mix in a process. A worker calls this first, before anything loads one.
void chooseLibrary(std::string_view provider);

/// Whether sessions with `provider` need another library than this process has.
[[nodiscard]] bool needsOtherProcess(std::string_view provider);

/// The library that sessions with `provider` use: this process's, or what a worker says that it has loaded.
/// Errors: loadLibrary()'s, and Child's.
[[nodiscard]] base::Result<Library> libraryOf(const std::string& provider);

/// Execution providers that this process's library was built with (not proved to work), lower case: "cpu",
/// "cuda", … Empty when there is no library.
[[nodiscard]] std::vector<std::string> compiledProviders();

}  // namespace pwb::runtime
