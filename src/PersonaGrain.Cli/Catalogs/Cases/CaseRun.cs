using PersonaGrain.Grid;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Cli.Catalogs.Cases;

/// <summary>Lives through one case and checks what it expects.</summary>
internal sealed class CaseRun(CaseDocument document, CatalogInForce catalog)
{
    private readonly Dictionary<ProfileId, CaseProfile> _profiles = [];
    private readonly List<CaseFailure> _failures = [];

    /// <summary>Runs the case: everything at its instant, an expectation after the signals of its instant.</summary>
    public async Task<CaseResult> RunAsync(CancellationToken cancellation)
    {
        var calls = document.Signals.GroupBy(signal => signal.Received).ToDictionary(call => call.Key, call => call.ToArray());
        var expectations = document.Expectations.ToLookup(expectation => expectation.At);
        foreach (var now in calls.Keys.Concat(expectations.Select(expectation => expectation.Key)).Distinct().Order())
        {
            await PassAsync(now, cancellation);
            foreach (var call in calls.GetValueOrDefault(now, []).GroupBy(signal => signal.Observation.Profile))
            {
                await ObserveAsync(now, [.. call], cancellation);
            }

            foreach (var expectation in expectations[now])
            {
                var profile = ProfileOf(expectation.Profile);
                await TurnAsync(profile, now, [], cancellation);
                _failures.AddRange(ExpectationCheck.Failures(expectation, profile));
            }
        }

        return new CaseResult(document.Name, _failures);
    }

    private async Task ObserveAsync(Instant now, CaseSignal[] call, CancellationToken cancellation)
    {
        var outcomes = await TurnAsync(ProfileOf(call[0].Observation.Profile), now, [.. call.Select(signal => signal.Observation.Signal)], cancellation);
        for (var index = 0; index < call.Length; index++)
        {
            if (outcomes[index].Status != ObservationStatus.Accepted)
            {
                var why = outcomes[index].Fault is { } fault ? $"{fault.Field}: {fault.Message}" : "a signal of this id came before";
                _failures.Add(new CaseFailure(call[index].Path, $"signal {call[index].Observation.Signal.Type}", "accepted", outcomes[index].Status.ToString().ToLowerInvariant(), [why]));
            }
        }
    }

    /// <summary>Lets everybody change by themselves, in the order in which it is due, where accounts count their members by what these are in.</summary>
    private async Task PassAsync(Instant now, CancellationToken cancellation)
    {
        while (catalog.Catalog.Identities.HasAccounts && _profiles.Values.MinBy(static profile => profile.WakeAt) is { } next && next.WakeAt <= now)
        {
            await TurnAsync(next, next.WakeAt, [], cancellation);
        }
    }

    private async Task<ObservationOutcome[]> TurnAsync(CaseProfile profile, Instant now, Signal[] signals, CancellationToken cancellation)
    {
        var outcomes = await profile.TurnAsync(now, signals, cancellation);
        await TellAsync(profile, now, cancellation);
        return outcomes;
    }

    /// <summary>Tells whoever follows a profile, and whoever follows those; it ends, since catalogs with circles of people and accounts are refused.</summary>
    private async Task TellAsync(CaseProfile leader, Instant now, CancellationToken cancellation)
    {
        foreach (var follower in leader.Untold)
        {
            await ProfileOf(follower).FollowAsync(leader, now, cancellation);
            await TellAsync(ProfileOf(follower), now, cancellation);
        }
    }

    private CaseProfile ProfileOf(ProfileId id)
    {
        if (!_profiles.TryGetValue(id, out var profile))
        {
            _profiles.Add(id, profile = new CaseProfile(id, catalog));
        }

        return profile;
    }
}
