using PersonaGrain.Accounts;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Signals;
using PersonaGrain.Turns;

namespace PersonaGrain.Testing.Reference;

/// <summary>Has the accounts of a reference grid follow their members: whoever's journal grew is told on at once, under the grid's lock.</summary>
internal sealed class ReferenceAccounts(ReferenceStore store, ReferenceProfiles profiles, ReferencePeople people)
{
    private readonly Dictionary<(ProfileId Person, ProfileId Account), long> _told = [];

    /// <summary>Tells everything that accounts do not know yet.</summary>
    internal void Tell()
    {
        foreach (var tie in profiles.Belongings().Where(tie => !IsDamaged(tie.Person) && !IsDamaged(tie.Account)).ToArray())
        {
            var last = store.Profiles[tie.Person].Last;
            if (_told.GetValueOrDefault(tie) < last)
            {
                Follow(ActorId.Of(tie.Account), ActorId.Of(tie.Person));
                _told[tie] = last;
            }
        }
    }

    private void Follow(ActorId account, ActorId person)
    {
        var (turn, actor) = (new ActorTurn(), (Account)ActorKind.Profile.Create(account));
        turn.Begin(actor, people.InForce, people.Now);
        if (Done(turn.PrepareAsync(people, CancellationToken.None)) > 0)
        {
            throw new InvalidOperationException("an account has come to a newer catalog than there is");
        }

        var news = Done(News.ReadAsync(account, person, actor.FollowedThrough(person), people, CancellationToken.None));
        var answer = Done(turn.FollowAsync(news, people, CancellationToken.None));
        if (answer.IsOutdated)
        {
            throw new InvalidOperationException("an account reads further under the lock");
        }

        turn.Advance();
        if (turn.HasChanges)
        {
            profiles.Become(account.Profile, actor.State, [.. turn.Effects.Entries], turn.Now);
        }
    }

    private bool IsDamaged(ProfileId profile) => store.Profiles.TryGetValue(profile, out var stored) && stored.IsDamaged;

#pragma warning disable VSTHRD002 // it is complete
    private static TAnswer Done<TAnswer>(ValueTask<TAnswer> answer) => answer.IsCompleted ? answer.Result : throw new InvalidOperationException("the reference grid waits for nothing");
#pragma warning restore VSTHRD002
}
