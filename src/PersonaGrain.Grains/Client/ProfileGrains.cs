using Orleans.Runtime;
using PersonaGrain.Grains.Profiles;
using PersonaGrain.Signals;

namespace PersonaGrain.Grains.Client;

/// <summary>Hands out references to profiles.</summary>
/// <remarks>
/// Which kind of grain serves the interface is asked of the cluster's manifest once, and not for every signal: that was 7 to 9 % of the
/// processor time of a call. A reference costs its own allocation.
/// </remarks>
internal sealed class ProfileGrains(IGrainFactory grains)
{
    private volatile Kind? _kind;

    /// <summary>The grain of a profile.</summary>
    public IProfileGrain this[ProfileId profile]
    {
        get
        {
            var kind = _kind ??= Ask(profile);
            return (IProfileGrain)grains.GetGrain(GrainId.Create(kind.Grain, profile.Value), kind.Interface);
        }
    }

    private Kind Ask(ProfileId profile)
    {
        var reference = (GrainReference)grains.GetGrain<IProfileGrain>(profile.Value);
        return new Kind(reference.GrainId.Type, reference.InterfaceType);
    }

    private sealed record Kind(GrainType Grain, GrainInterfaceType Interface);
}
