namespace PersonaGrain.Identities.Rules;

/// <summary>Looks for identities that the rules of a catalog speak against, and gives them back, a bounded part at a time.</summary>
/// <remarks>
/// Each identity is given back in a commit of its own, after the rules were asked again of the person as it is stored; so it may be stopped anywhere,
/// by a crash too, and done again: what is left is the rest.
/// </remarks>
public static class RuleCheck
{
    /// <summary>The offenders among a page of people. Changes nothing.</summary>
    /// <param name="people">The engine.</param>
    /// <param name="kinds">The kinds of the catalog to ask.</param>
    /// <param name="cursor">Null for the first page.</param>
    /// <param name="limit">1 to <see cref="JoinedPage.Maximum"/>.</param>
    /// <param name="cancellation">Ends the read.</param>
    public static async ValueTask<OffenderPage> OffendersAsync(
        IRuledPeople people, IdentityKinds kinds, string? cursor, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(people);
        Require(limit);
        var page = await people.JoinedAsync(cursor, limit, cancellation);
        var offenders = new List<Offender>();
        for (var index = 0; index < page.People.Count; index++)
        {
            offenders.AddRange(PersonRules.Offenders(page.People[index].Person, kinds));
            if (offenders.Count >= limit && index + 1 < page.People.Count)
            {
                return new OffenderPage(offenders, index + 1, page.People[index].Position);
            }
        }

        // Only where the page is finished: where it ends early, the next one counts them.
        return new OffenderPage(offenders, page.People.Count, page.Next) { PassedOver = page.PassedOver };
    }

    /// <summary>Gives back what the catalog in force speaks against among a page of people.</summary>
    /// <param name="people">The engine.</param>
    /// <param name="kinds">The kinds of the catalog in force; what came in force meanwhile is asked where an identity is given back.</param>
    /// <param name="cursor">Null for the first page.</param>
    /// <param name="limit">1 to <see cref="JoinedPage.Maximum"/>.</param>
    /// <param name="cancellation">Ends it between two identities.</param>
    public static async ValueTask<RuleApplication> ApplyAsync(
        IRuledPeople people, IdentityKinds kinds, string? cursor, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(people);
        Require(limit);
        var page = await people.JoinedAsync(cursor, limit, cancellation);
        var (parted, left, next) = (new List<Offender>(), new List<LeftOffender>(), cursor);
        for (var index = 0; index < page.People.Count; index++)
        {
            if (parted.Count >= limit)
            {
                return Application(index, next, null);
            }

            foreach (var offender in PersonRules.Offenders(page.People[index].Person, kinds).Where(static one => one.Remedy == OffenderRemedy.Unlink))
            {
                switch (await people.PartAsync(offender.Identity, cancellation))
                {
                    case UnlinkResult.Unlinked:
                        parted.Add(offender);
                        break;
                    case UnlinkResult.Refused(var fault):
                        left.Add(new LeftOffender(offender, fault));
                        break;
                    case UnlinkResult.Unavailable away:
                        return Application(index, next, away);
                }
            }

            next = page.People[index].Position;
        }

        return Application(page.People.Count, page.Next, null) with { PassedOver = page.PassedOver };

        RuleApplication Application(int looked, string? goOn, UnlinkResult.Unavailable? stopped) =>
            new(parted, left, looked, goOn) { Stopped = stopped };
    }

    private static void Require(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, JoinedPage.Maximum);
    }
}
