using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Turns;

namespace PersonaGrain.Testing.Reference;

/// <summary>Has the accounts of a reference grid follow their members, and people their accounts: whose journal grew is told on at once, under the grid's lock.</summary>
internal sealed class ReferenceAccounts(ReferenceStore store, ReferenceProfiles profiles, ReferencePeople people)
{
    private readonly Dictionary<(ProfileId Leader, ProfileId Follower), long> _told = [];

    /// <summary>Another catalog may ask for what nobody was told.</summary>
    internal void Forget() => _told.Clear();

    /// <summary>Tells everything that accounts do not know yet of people, and people of accounts; until nothing more comes of it.</summary>
    internal void Tell()
    {
        while (Ties().Where(IsUntold).ToArray() is { Length: > 0 } untold)
        {
            foreach (var tie in untold)
            {
                _told[tie] = store.Profiles[tie.Leader].Last;
                Follow(ActorId.Of(tie.Follower), ActorId.Of(tie.Leader));
            }
        }
    }

    private IEnumerable<(ProfileId Leader, ProfileId Follower)> Ties() => profiles.Machine.Catalog.Document.Accounts is null ? []
        : profiles.All.Where(profile => !IsDamaged(profile)).SelectMany(leader => Load(ActorId.Of(leader)).Actor.Followers.Select(follower => (leader, follower.Actor.Profile)));

    private bool IsUntold((ProfileId Leader, ProfileId Follower) tie) =>
        !IsDamaged(tie.Leader) && !IsDamaged(tie.Follower) && store.Profiles.TryGetValue(tie.Leader, out var leader) && _told.GetValueOrDefault(tie) < leader.Last;

    private void Follow(ActorId follower, ActorId leader)
    {
        var (turn, actor) = Load(follower);
        var news = Done(News.ReadAsync(follower, leader, actor.FollowedThrough(leader), people.InForce, people, CancellationToken.None));
        var answer = Done(turn.FollowAsync(news, people, CancellationToken.None));
        if (answer.IsOutdated)
        {
            throw new InvalidOperationException("an actor reads further under the lock");
        }

        turn.Advance();
        if (turn.HasChanges)
        {
            profiles.Become(follower.Profile, actor.State, [.. turn.Effects.Entries], turn.Now);
        }
    }

    private (ActorTurn Turn, Profile Actor) Load(ActorId id)
    {
        var (turn, actor) = (new ActorTurn(), (Profile)ActorKind.Profile.Create(id));
        turn.Begin(actor, people.InForce, people.Now);
        return Done(turn.PrepareAsync(people, CancellationToken.None)) > 0 ? throw new InvalidOperationException("an actor has come to a newer catalog than there is") : (turn, actor);
    }

    private bool IsDamaged(ProfileId profile) => store.Profiles.TryGetValue(profile, out var stored) && stored.IsDamaged;

#pragma warning disable VSTHRD002 // it is complete
    /// <summary>The answer of what answers at once.</summary>
    internal static TAnswer Done<TAnswer>(ValueTask<TAnswer> answer) => answer.IsCompleted ? answer.Result : throw new InvalidOperationException("the reference grid waits for nothing");
#pragma warning restore VSTHRD002
}
