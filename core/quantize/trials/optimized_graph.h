// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <onnx/onnx_pb.h>

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace pwb::quantize {

/// An operator of a runtime's optimised graph.
struct OptimizedKernel {
    std::string node;  ///< its name, may be empty
    std::string op;
    std::string precision;  ///< "int8", "fp32", "fp16", "bf16"; "" for what works on integers
};

/// Operators that the runtime or a converter puts between two layers.
[[nodiscard]] bool standsBetween(const std::string& op);

/// A runtime's optimised graph with what is needed to find a layer in it. Points into the model.
class OptimizedGraph {
public:
    explicit OptimizedGraph(const onnx::ModelProto& model);

    /// In the file's order, which is that of running.
    [[nodiscard]] const std::vector<OptimizedKernel>& kernels() const { return m_kernels; }
    [[nodiscard]] const std::string& op(std::size_t kernel) const { return m_kernels[kernel].op; }
    /// The kernel that is called after `name`, a node or a tensor of the model before optimisation.
    [[nodiscard]] std::optional<std::size_t> named(const std::string& name) const;
    /// The kernel that makes a tensor, in whatever form.
    [[nodiscard]] std::optional<std::size_t> making(const std::string& tensor) const;
    /// Passes over what was put behind an operator, up to the operator.
    [[nodiscard]] std::size_t behind(std::size_t kernel) const;
    /// Whether an operator reads another one's result, as it is or in another form.
    [[nodiscard]] bool reads(std::size_t reader, std::size_t maker) const;

private:
    void readTypes();
    [[nodiscard]] int typeOf(const std::string& tensor) const;
    [[nodiscard]] int workType(const onnx::NodeProto& node) const;
    void giveTypes(const onnx::NodeProto& node);

    using Index = std::unordered_map<std::string, std::size_t>;
    const onnx::GraphProto& m_graph;
    std::vector<OptimizedKernel> m_kernels;
    Index m_byTensor, m_byName;
    Index m_makers;  ///< by the optimised graph's own tensor names
    std::unordered_map<std::string, int> m_types;
};

}  // namespace pwb::quantize
