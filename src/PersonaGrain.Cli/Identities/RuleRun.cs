using System.Text.Json;
using PersonaGrain.Catalogs;
using PersonaGrain.Cli.Catalogs;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Stores;

namespace PersonaGrain.Cli.Identities;

/// <summary>Goes through all people who were joined: tells whom the rules of a catalog speak against, or gives those back.</summary>
/// <param name="console">Where it writes.</param>
/// <param name="people">Who is who.</param>
/// <param name="json">As JSON.</param>
internal sealed class RuleRun(PersonaConsole console, IPeople people, bool json)
{
    private readonly RuleFindings _found = new();

    /// <summary>Runs, and hands back the exit code.</summary>
    /// <param name="catalog">The file of a catalog to ask; null for the one in force.</param>
    /// <param name="apply">Gives back what offends the rules in force.</param>
    /// <param name="cancellation">Ends it between two parts.</param>
    public async Task<int> RunAsync(string? catalog, bool apply, CancellationToken cancellation)
    {
        var file = catalog is null ? default : await CatalogFile.ReadAsync(console, catalog, cancellation);
        if (file.Failed)
        {
            return (int)ExitCode.FaultyInput;
        }

        var failed = await CheckAsync(file.Document, cancellation);
        if (failed == 0 && apply && _found.ToUnlink > 0)
        {
            failed = await ApplyAsync(cancellation);
        }

        if (failed != 0)
        {
            console.Notice(apply ? $"{RuleText.Given(_found.Parted.Count)}; run the same again for the rest" : "nothing was changed");
            return failed;
        }

        Tell(catalog is not null, apply);
        return (int)ExitCode.Done;
    }

    private async Task<int> CheckAsync(CatalogDocument? candidate, CancellationToken cancellation)
    {
        var work = GoThroughAsync(cursor => people.OffendersAsync(candidate, cursor, cancellation), _found.Add);
        await ProgressDisplay.TellAsync(console, work, () => $"looked at {_found.People:N0} people, {_found.Offenders.Count:N0} identities offend");
        return await work;
    }

    private async Task<int> ApplyAsync(CancellationToken cancellation)
    {
        var failed = 0;
        await ProgressDisplay.ShowAsync(
            console,
            async () => failed = await GoThroughAsync(cursor => people.ApplyRulesAsync(cursor, cancellation), _found.AddApplied),
            () => Math.Min(1, (double)(_found.Parted.Count + _found.Left.Count) / _found.ToUnlink),
            () => RuleText.Given(_found.Parted.Count));
        return failed;
    }

    private static async Task<int> GoThroughAsync(Func<string?, Task<GridAnswer>> ask, Action<JsonElement> take)
    {
        string? cursor = null;
        do
        {
            var answer = await ask(cursor);
            if (answer.Json is not { } page)
            {
                return answer.ExitCode;
            }

            take(page);
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);

        return 0;
    }

    private void Tell(bool isCandidate, bool apply)
    {
        if (json)
        {
            console.Answer(_found.ToJson(apply));
            return;
        }

        foreach (var offender in apply ? [.. _found.Parted, .. _found.Left] : _found.Offenders)
        {
            console.Answer(TerminalText.Of(RuleText.OfOffender(offender)));
        }

        foreach (var notice in RuleText.WhatNext(_found, isCandidate, apply))
        {
            console.Notice(notice);
        }
    }
}
