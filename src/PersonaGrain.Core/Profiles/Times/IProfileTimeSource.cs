using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Profiles.Times;

/// <summary>What an engine gives so that profiles can be asked as of any instant. Nothing of it changes an actor.</summary>
public interface IProfileTimeSource
{
    /// <summary>What is in force.</summary>
    CatalogInForce InForce { get; }

    /// <summary>A copy of the profile of the person that an identity belongs to, as of now; null where nothing was ever observed for it.</summary>
    ValueTask<ProfileReading?> CopyAsync(ProfileId profile, CancellationToken cancellation);

    /// <summary>The profiles, of people and of accounts, of which something comes by time alone up to an instant. Others may be among them, and identities that another one holds.</summary>
    /// <param name="until">The instant, inclusive.</param>
    /// <param name="most">Where there are more, one more than these is answered at least.</param>
    /// <param name="cancellation">Ends the read.</param>
    ValueTask<IReadOnlySet<MemberPlace>> DueAsync(Instant until, int most, CancellationToken cancellation);

    /// <summary>Where profiles stand in the order of <see cref="Grid.IProfileGrid.MembersAsync"/>, in the order in which they are given; those of which the engine knows nothing are left out.</summary>
    ValueTask<IReadOnlyList<MemberPlace>> PlacesAsync(IReadOnlyList<ProfileId> profiles, CancellationToken cancellation);

    /// <summary>The cursor of <see cref="Grid.IProfileGrid.MembersAsync"/> for those who stand behind a place.</summary>
    string CursorBehind(MemberPlace place);

    /// <summary>Those of some profiles that are recorded as members of a segment; as of the newest commit, or a moment before.</summary>
    ValueTask<IReadOnlySet<ProfileId>> MembersAmongAsync(string segment, IReadOnlyList<ProfileId> profiles, CancellationToken cancellation);

    /// <summary>Whether a profile alone is the reason that it could not be copied, as where it is damaged: then others are told without it. False where the store is away, and asking again may help.</summary>
    ValueTask<bool> IsOfProfileAsync(ProfileId profile, Exception fault, CancellationToken cancellation);

    /// <summary>Reads journals as far as they are durable, beside the turns of their actors; for one question.</summary>
    IActorStorage OpenJournals();
}
