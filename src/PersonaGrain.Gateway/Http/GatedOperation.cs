using PersonaGrain.Gateway.Keys;

namespace PersonaGrain.Gateway.Http;

/// <summary>One operation of the API, as the gate sees it.</summary>
/// <param name="Name">Its name in metrics and logs, such as <c>profile</c>.</param>
/// <param name="Scope">The scope it needs; none for health.</param>
internal sealed record GatedOperation(string Name, KeyScope Scope)
{
    /// <summary>A request without a key in its header may carry one in its body; the operation checks that one itself.</summary>
    internal bool KeyMayStandInBody { get; init; }

    /// <summary>It stays open for long, so it has a bound of its own and none of the gate's.</summary>
    internal bool Streams { get; init; }

    /// <summary>It counts against the bound on concurrency; health does not, or a flood would pass for a dead process.</summary>
    internal bool IsBounded => Scope != KeyScope.None && !Streams;
}
