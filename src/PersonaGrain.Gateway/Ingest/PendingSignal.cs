using PersonaGrain.Gateway.Signals;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Ingest;

/// <summary>What is known of a signal beside itself while the grid has it.</summary>
/// <param name="Place">Where it stood in the request.</param>
/// <param name="Words">How its sender calls its fields.</param>
/// <param name="Notes">What was odd about it before the grid saw it; mostly empty.</param>
internal readonly record struct PendingSignal(long Place, SenderWords Words, IReadOnlyList<SignalFault> Notes)
{
    /// <summary>It is the second signal of one event: the event counts by its first one.</summary>
    internal bool IsFurther { get; init; }
}
