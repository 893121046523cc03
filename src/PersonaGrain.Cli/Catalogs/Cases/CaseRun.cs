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
            foreach (var call in calls.GetValueOrDefault(now, []).GroupBy(signal => signal.Observation.Profile))
            {
                await ObserveAsync(now, [.. call], cancellation);
            }

            foreach (var expectation in expectations[now])
            {
                var profile = ProfileOf(expectation.Profile);
                await profile.TurnAsync(now, [], cancellation);
                _failures.AddRange(ExpectationCheck.Failures(expectation, profile));
            }
        }

        return new CaseResult(document.Name, _failures);
    }

    private async Task ObserveAsync(Instant now, CaseSignal[] call, CancellationToken cancellation)
    {
        var outcomes = await ProfileOf(call[0].Observation.Profile).TurnAsync(now, [.. call.Select(signal => signal.Observation.Signal)], cancellation);
        for (var index = 0; index < call.Length; index++)
        {
            if (outcomes[index].Status != ObservationStatus.Accepted)
            {
                var why = outcomes[index].Fault is { } fault ? $"{fault.Field}: {fault.Message}" : "a signal of this id came before";
                _failures.Add(new CaseFailure(call[index].Path, $"signal {call[index].Observation.Signal.Type}", "accepted", outcomes[index].Status.ToString().ToLowerInvariant(), [why]));
            }
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
