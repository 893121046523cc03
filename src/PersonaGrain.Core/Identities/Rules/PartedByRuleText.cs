using System.Globalization;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Identities.Rules;

/// <summary>The stored form of what a rule parted, in the list of what was parted: the identity, the rule's number and the instant, each on a line of its own.</summary>
/// <remarks>No identity has a line break. A version that knows nothing of rules takes it for an identity that nobody has.</remarks>
internal static class PartedByRuleText
{
    private const char Separator = '\n';

    internal static string Write(PartedByRule ruled) =>
        string.Create(CultureInfo.InvariantCulture, $"{ruled.Identity.Value}{Separator}{(byte)ruled.Rule}{Separator}{ruled.At.Ticks}");

    /// <summary>Reads one; null for a text that is the identity of a plain one.</summary>
    internal static PartedByRule? Read(string text) =>
        text.Split(Separator) is [var identity, var rule, var at]
            && byte.TryParse(rule, CultureInfo.InvariantCulture, out var number) && long.TryParse(at, CultureInfo.InvariantCulture, out var ticks)
            ? new PartedByRule(ProfileId.OfStored(identity), (IdentityRule)number, new Instant(ticks))
            : null;
}
