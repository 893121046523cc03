using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PersonaGrain.Accounts;
using PersonaGrain.Decisions;
using PersonaGrain.Documents;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Gateway.Profiles;
using PersonaGrain.Gateway.Tokens;
using PersonaGrain.Identities;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Decisions;

/// <summary>Ranks the contents of a request for one profile.</summary>
internal sealed class DecideEndpoint(GridCalls grid, Refusals refusals)
{
    internal const string Source = "decide";

    // A condition is read by a recursive reader; no sound request comes near this depth.
    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = 64 };

    /// <summary>Decides.</summary>
    internal async Task DecideAsync(HttpContext context, string id)
    {
        if (!PathText.TryProfile(context, id, grid.Grid.Catalog.Identities, out var named, out var problem)
            || !ProfileEndpoints.TryAt(context, out var at, out problem))
        {
            await refusals.RefuseAsync(context, Source, problem!);
            return;
        }

        (var body, problem) = await RequestBody.ReadAsync(context);
        using (body)
        {
            var request = body is null ? null : Read(body.Bytes, named.Key, out problem);
            if (request is not null && context.Features.Get<OpenedProfile>() is not null && !PageConditions.Hold(request))
            {
                problem = new Problem("outside_token", "with a token, conditions ask about segments and scores only, and interests stand under 'interests'");
                request = null;
            }

            await (request is null ? refusals.RefuseAsync(context, Source, problem!) : AnswerAsync(context, named, request, at));
        }
    }

    private async Task AnswerAsync(HttpContext context, NamedIdentity named, DecisionRequest request, Instant? at)
    {
        DecisionResult result;
        if (at is not null)
        {
            // Nobody is ranked as an empty profile here: whoever asks for another instant means somebody who is known.
            var (_, found) = await named.FindAsync(key => grid.Within(ending => grid.Grid.Times.ReadAsync(key, at, ending), context.RequestAborted));
            if (found is null)
            {
                await refusals.RefuseAsync(context, Source, ProfileEndpoints.Unknown(at));
                return;
            }

            result = found.Decide(request);
        }
        else
        {
            result = await DecideAsync(named, request, context.RequestAborted);
        }

        await (result switch
        {
            DecisionResult.Decided decided => JsonAnswer.WriteAsync(context, (decided, at), DecisionJson.WriteAsOf),
            DecisionResult.Faulty faulty => refusals.RefuseAsync(context, Source, Faulty(faulty.Faults)),
            _ => throw new InvalidOperationException("no result of the grid: " + result),
        });
    }

    /// <summary>Ranks contents for a person as they are now; whoever is not known is ranked as an empty profile.</summary>
    /// <param name="named">The person.</param>
    /// <param name="request">The contents.</param>
    /// <param name="cancellation">Ends the wait.</param>
    internal async ValueTask<DecisionResult> DecideAsync(NamedIdentity named, DecisionRequest request, CancellationToken cancellation)
    {
        var profile = await KnownAsync(named, cancellation);
        return await grid.Within(grid.Grid.DecideAsync(profile, request, cancellation), cancellation);
    }

    // A decision does not tell whether the profile is known: one of nobody is ranked as an empty one.
    private async ValueTask<ProfileId> KnownAsync(NamedIdentity named, CancellationToken cancellation) =>
        named.IsPlain
            && await grid.Within(grid.Grid.ProfileAsync(named.Key, cancellation), cancellation) is null
            && named.Otherwise is { } other
            && await grid.Within(grid.Grid.ProfileAsync(other, cancellation), cancellation) is not null
            ? other
            : named.Key;

    /// <summary>Reads a request; null with the problem where it is none.</summary>
    /// <param name="bytes">The JSON.</param>
    /// <param name="profile">The person, or account, that it is for.</param>
    /// <param name="problem">What is wrong.</param>
    internal DecisionRequest? Read(ReadOnlyMemory<byte> bytes, ProfileId profile, out Problem? problem)
    {
        problem = null;
        if (bytes.IsEmpty)
        {
            problem = new Problem("empty_body", "the request has no body");
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(bytes, Depth);
            if (!JsonUnicode.IsValid(bytes.Span))
            {
                problem = new Problem("invalid_text", "the request has text that is not valid Unicode; send valid Unicode");
                return null;
            }

            var faults = new FaultList();
            var catalog = AccountKey.IsAccount(profile) ? grid.Grid.Catalog.OfAccounts : grid.Grid.Catalog;
            var request = DecisionRequestReader.Read(new Node(document.RootElement, "$", faults), catalog.Document);
            problem = request is null ? Faulty(faults.Listed) : null;
            return request;
        }
        catch (JsonException)
        {
            problem = new Problem("invalid_json", "invalid json");
            return null;
        }
    }

    private static Problem Faulty(IReadOnlyList<DocumentFault> faults) =>
        new("invalid_decision", $"the request has {CountText.Of(faults.Count, "fault")}", faults.Count > 0 ? faults[0].Path : null) { Faults = faults };
}
