using PersonaGrain.Signals;
using PersonaGrain.Turns;

namespace PersonaGrain.Profiles.Times;

/// <summary>What an engine gives so that profiles can be asked as of any instant. Nothing of it changes an actor.</summary>
public interface IProfileTimeSource
{
    /// <summary>What is in force.</summary>
    CatalogInForce InForce { get; }

    /// <summary>A copy of the profile of the person that an identity belongs to, as of now; null where nothing was ever observed for it.</summary>
    ValueTask<ProfileReading?> CopyAsync(ProfileId profile, CancellationToken cancellation);

    /// <summary>Reads journals as far as they are durable, beside the turns of their actors; for one question.</summary>
    IActorStorage OpenJournals();
}
