using PersonaGrain.Silo.Commands;

namespace PersonaGrain.Silo.Hosting;

/// <summary>How the process ends, where something inside it decides that it must.</summary>
internal sealed class ProcessEnd
{
    /// <summary>The exit code.</summary>
    public ExitCode ExitCode { get; set; } = ExitCode.Done;
}
