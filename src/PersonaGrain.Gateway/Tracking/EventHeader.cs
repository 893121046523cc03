using PersonaGrain.Identities;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Tracking;

/// <summary>Who, what and when of one event.</summary>
/// <param name="Profile">To whom it happened: the usable identity of highest priority.</param>
/// <param name="Id">The message id.</param>
/// <param name="Call">The kind of call.</param>
/// <param name="Type">The signal type.</param>
/// <param name="Time">When it happened.</param>
/// <param name="ProfileField">The field that named the profile.</param>
internal readonly record struct EventHeader(ProfileId Profile, string Id, TrackingCall Call, string Type, Instant Time, string ProfileField)
{
    /// <summary>The other identities that it names; null for none.</summary>
    internal IReadOnlyList<Identity>? Others { get; init; }
}
