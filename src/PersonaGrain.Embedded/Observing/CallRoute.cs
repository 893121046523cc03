using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.People;
using PersonaGrain.Grid;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Observing;

/// <summary>Where the signals of a call go: each to the actor that holds the person of its identity.</summary>
/// <param name="Observations">The signals, each of that actor; those of sealed identities say by which they came.</param>
/// <param name="Parts">How they are spread over the partitions.</param>
/// <param name="Version">The version of the redirects that it was found with; with another one it may be wrong.</param>
internal readonly record struct CallRoute(IReadOnlyList<Observation> Observations, CallParts Parts, int Version)
{
    /// <summary>Finds it. Where no identity is sealed the signals are left as they are.</summary>
    public static CallRoute Of(IReadOnlyList<Observation> sent, ActorId actor, PartitionSet partitions, Redirects redirects)
    {
        var version = redirects.Version;
        var routed = redirects.IsEmpty || actor != default ? sent : Redirected(sent, redirects);
        return new CallRoute(routed, CallParts.Of(routed, actor, partitions), version);
    }

    private static IReadOnlyList<Observation> Redirected(IReadOnlyList<Observation> sent, Redirects redirects)
    {
        Observation[]? routed = null;
        for (var index = 0; index < sent.Count; index++)
        {
            var profile = sent[index].Profile;
            if (redirects.TryFind(profile.Value, out var holder))
            {
                routed ??= [.. sent];
                routed[index] = new Observation(holder.Profile, sent[index].Signal.By(profile));
            }
        }

        return routed ?? sent;
    }
}
