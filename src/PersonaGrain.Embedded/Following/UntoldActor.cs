using PersonaGrain.Embedded.Journal;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Following;

/// <summary>An actor that was woken and has followers. Its wake-up stands in the store until they were told what they do not know.</summary>
/// <param name="Id">Who.</param>
/// <param name="Due">The wake-up.</param>
/// <param name="Until">The instant up to which it lived then.</param>
/// <param name="Newest">The instant of the newest thing that happened to it by then, as far as that is known; not before the wake-up.</param>
/// <param name="End">Where its journal ended.</param>
/// <param name="Followers">Who is to be told; none where nobody is, or not yet.</param>
internal sealed record UntoldActor(ActorId Id, Instant Due, Instant Until, Instant Newest, ActorAddress End, IReadOnlyList<ActorId> Followers);
