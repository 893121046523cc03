using PersonaGrain.Silo.Commands;

namespace PersonaGrain.Silo.Topology;

/// <summary>Why a cluster on this machine can not be started, in words that say what to do.</summary>
internal sealed class TopologyFault(ExitCode code, string message) : Exception(message)
{
    /// <summary>How the process ends.</summary>
    public ExitCode Code { get; } = code;
}
