using PersonaGrain.Grains.Wire;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Actors;

/// <summary>Where signals are to be taken, as the actor knows that they were sent to.</summary>
internal static class SignalPlace
{
    /// <summary>The answer that says so; null where all of them are to be taken here. No allocation there.</summary>
    public static ObserveAnswer? Elsewhere(Actor actor, Signal[] signals)
    {
        if (actor.MovedTo is { } place)
        {
            return new ObserveAnswer(null, null, TimeSpan.Zero, MovedTo: place.Profile);
        }

        List<ProfileId>? strangers = null;
        foreach (var signal in signals)
        {
            if (signal.Origin is { } origin && !(actor is Profile profile && profile.Person.Has(origin)) && strangers?.Contains(origin) != true)
            {
                (strangers ??= []).Add(origin);
            }
        }

        return strangers is null ? null : new ObserveAnswer(null, null, TimeSpan.Zero, Strangers: [.. strangers]);
    }
}
