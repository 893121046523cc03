using PersonaGrain.Signals;

namespace PersonaGrain.Identities.Rules;

/// <summary>What a step of applying the rules did.</summary>
/// <param name="Parted">The identities that were given back; each has exactly its signals.</param>
/// <param name="Left">Those that could not be.</param>
/// <param name="People">How many people of several identities were looked at.</param>
/// <param name="Next">Where to go on; null at the end.</param>
public sealed record RuleApplication(IReadOnlyList<Offender> Parted, IReadOnlyList<LeftOffender> Left, int People, string? Next)
{
    /// <inheritdoc cref="OffenderPage.PassedOver" />
    public int PassedOver { get; init; }

    /// <summary>Why it ended early; null where it did not. What is listed was done, and it is safe to go on at <see cref="Next"/>.</summary>
    public UnlinkResult.Unavailable? Stopped { get; init; }
}

/// <summary>An offender that could not be given back.</summary>
/// <param name="Offender">The offender.</param>
/// <param name="Fault">Why: <c>history_too_long</c>, or that what is stored of it is damaged.</param>
public sealed record LeftOffender(Offender Offender, SignalFault Fault);
