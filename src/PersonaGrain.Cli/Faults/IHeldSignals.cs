using PersonaGrain.Grid;

namespace PersonaGrain.Cli.Faults;

/// <summary>The signals that are set aside: of a store, or of a grid that is served. Each call answers for a part; <c>next</c> tells what to go on after.</summary>
internal interface IHeldSignals : IAsyncDisposable
{
    /// <summary>A page, oldest first.</summary>
    Task<HeldAnswer> ListAsync(long after, int limit, CancellationToken cancellation);

    /// <summary>Has a part taken again.</summary>
    Task<HeldAnswer> ReplayAsync(long after, CancellationToken cancellation);

    /// <summary>Gives up what matches of a part.</summary>
    Task<HeldAnswer> DiscardAsync(QuarantineFilter filter, long after, CancellationToken cancellation);

    /// <summary>Gives one up; an answer with <c>discarded</c> 0 where there is none at the position.</summary>
    Task<HeldAnswer> DiscardOneAsync(long position, CancellationToken cancellation);
}
