using System.Diagnostics;
using Microsoft.Extensions.Options;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Client;

/// <summary>Reads the person of an identity, wherever it is held. An identity that was never joined costs one call, as does one that this process has met since it was joined.</summary>
internal sealed class PersonReader(ActorReader actors, PersonRoutes routes, IOptions<GrainEngineOptions> options)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>The person of an identity as of now; null where nothing was ever observed for it.</summary>
    /// <exception cref="JournalUnavailableException">There was no answer.</exception>
    public async Task<PersonRead?> ReadAsync(ProfileId identity, CancellationToken cancellation) =>
        await FindAsync(identity, cancellation) is { Profile.Exists: true } found ? found : null;

    /// <summary>As <see cref="ReadAsync"/>, also where no signal was taken yet, but identities were joined.</summary>
    public async Task<PersonRead?> FindAsync(ProfileId identity, CancellationToken cancellation)
    {
        var (began, place, isTold) = (Stopwatch.GetTimestamp(), routes.Of(identity), false);
        while (true)
        {
            var (read, movedTo) = await actors.AskAsync(ActorId.Of(place), isTold, cancellation);
            var holder = read?.Actor as Profile;
            if (place == identity && movedTo is null)
            {
                return holder is null ? null : new PersonRead(holder, read!.Value.AsOf);
            }

            if (holder?.Person.Has(identity) == true)
            {
                routes.Add(identity, place);
                return new PersonRead(holder, read!.Value.AsOf);
            }

            if (movedTo is null)
            {
                // It was given back.
                routes.Remove(identity);
            }

            (place, isTold) = (movedTo ?? identity, true);
            if (Stopwatch.GetElapsedTime(began) > options.Value.RetryFor)
            {
                throw new JournalUnavailableException($"the identities of the person of {identity} are joined and parted all the time", Pause);
            }
        }
    }
}

/// <summary>A person that was read.</summary>
/// <param name="Profile">A copy of the profile that holds it.</param>
/// <param name="AsOf">The instant it is of.</param>
internal readonly record struct PersonRead(Profile Profile, Time.Instant AsOf);
