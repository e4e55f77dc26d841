using SessionStore.Ops.Aws;

namespace SessionStore.Ops.Writes;

/// <summary>Carries a promotion out, step by step: before each it looks at the parameter again.</summary>
/// <param name="led">Where the name leads when it begins.</param>
/// <param name="decide">Decides; null for <see cref="PromotionDecision"/>.</param>
internal sealed class PromotionRun(
    IPromotionDeeds deeds, Led led = Led.Elsewhere, Func<PromotionLook, PromotionStep>? decide = null)
{
    private PromotionLook _look = new(led, Told.Nothing);
    private MinReplicas? _parameter;

    /// <summary>What has failed first; null for nothing.</summary>
    public string? Failure { get; private set; }

    /// <summary>What was known at the last step.</summary>
    public PromotionLook Look => _look;

    /// <summary>Takes steps until nothing is left to be done.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await StepAsync(cancellationToken) != PromotionStep.Done)
        {
            // What is done shows what comes next.
        }
    }

    /// <summary>Takes one step.</summary>
    /// <returns>Which it was.</returns>
    public async Task<PromotionStep> StepAsync(CancellationToken cancellationToken)
    {
        await TryAsync(() => ReadAsync(cancellationToken), cancellationToken);
        _look = _look with { Was = _look.Was || _look.Told == Told.Refuse, Failed = Failure is not null };
        var step = (decide ?? PromotionDecision.Of)(_look);
        if (!await TryAsync(() => CarryOutAsync(step, cancellationToken), cancellationToken))
        {
            if (step is PromotionStep.Accept or PromotionStep.AskAcceptance)
            {
                return PromotionStep.Done;
            }
            if (step == PromotionStep.Order && await NameAsync(cancellationToken) == Led.There)
            {
                Failure = null;
            }
        }
        return step;
    }

    private async Task CarryOutAsync(PromotionStep step, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case PromotionStep.Refuse:
                // Before: nobody knows what becomes of a request that is interrupted.
                _look = _look with { Mine = true, Was = true, Told = Told.Refuse };
                await deeds.SetAsync(_parameter!, _parameter!.ToRefuse, cancellationToken);
                break;
            case PromotionStep.AskRefusal:
                await deeds.FollowAsync(takesWrites: false, cancellationToken);
                _look = _look with { Takes = false };
                break;
            case PromotionStep.Drain:
                await deeds.DrainAsync(cancellationToken);
                _look = _look with { Drained = true };
                break;
            case PromotionStep.Close:
                await deeds.CloseAsync(cancellationToken);
                _look = _look with { Closed = true };
                break;
            case PromotionStep.Order:
                _look = _look with { Ordered = true };
                await deeds.OrderAsync(cancellationToken);
                _look = _look with { Led = Led.There };
                break;
            case PromotionStep.Wait:
                await deeds.WaitAsync(cancellationToken);
                _look = _look with { Waited = true };
                break;
            case PromotionStep.Accept:
                await deeds.SetAsync(_parameter!, _parameter!.ToAccept, cancellationToken);
                _look = _look with { Takes = null };
                break;
            case PromotionStep.AskAcceptance:
                await deeds.FollowAsync(takesWrites: true, cancellationToken);
                _look = _look with { Takes = true };
                break;
            // Another command may have come to its end with the same promotion.
            case PromotionStep.GiveUp when await NameAsync(cancellationToken) != Led.There:
                throw new OpsException($"{_parameter!.Words}: somebody else has changed that meanwhile.");
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        _parameter = await deeds.ReadAsync(cancellationToken);
        var told = _parameter switch { null => Told.Nothing, { Refuses: true } => Told.Refuse, _ => Told.Accept };
        _look = _look with { Told = told };
    }

    private async Task<Led> NameAsync(CancellationToken cancellationToken)
    {
        var led = await deeds.NameAsync(cancellationToken);
        _look = _look with { Led = led };
        return led;
    }

    private async Task<bool> TryAsync(Func<Task> deed, CancellationToken cancellationToken)
    {
        try
        {
            await deed();
            return true;
        }
        catch (Exception failure) when (failure is OpsException || ServiceFailure.Is(failure, cancellationToken))
        {
            Failure ??= failure is OpsException ? failure.Message : ServiceFailure.Of(failure).Message;
            return false;
        }
    }
}
