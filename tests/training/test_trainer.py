import keras
import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer

from nnspec.training.examples import Examples
from nnspec.training.objectives import Objective
from nnspec.training.plan import Plan
from nnspec.training.trainer import Trainer
from training_cases import class_objective, classifier, one_device, vectors

pytestmark = pytest.mark.backend


def trainer_of(trunk, *objectives, jit="auto"):
    return Trainer(trunk, objectives=objectives or [class_objective()], devices=one_device(), jit=jit)


def loss_curve(*, jit="auto", **plan):
    keras.utils.set_random_seed(1)
    trainer = trainer_of(classifier(), jit=jit)
    settings = {"batch_size": 16, "epochs": 2, **plan}
    return trainer.fit(vectors(), plan=Plan(**settings), optimizer=keras.optimizers.SGD(0.1)).history["loss"]


def line(target_scale=1.0, **settings):
    x = np.linspace(-1, 1, 40, dtype="float32")[:, None]
    objective = Objective(
        name="y",
        loss=keras.losses.MeanSquaredError(),
        metrics=(keras.metrics.MeanAbsoluteError(name="mae"),),
        **settings,
    )
    source = keras.Input((1,), name="x")
    trunk = keras.Model({"x": source}, {"y": keras.layers.Dense(1, kernel_initializer="ones")(source)})
    return trunk, objective, Examples(inputs={"x": x}, targets={"y": target_scale * x})


def test_fit_with_the_same_seed_gives_the_same_losses():
    assert loss_curve(seed=1) == loss_curve(seed=1)


def test_fit_with_another_seed_gives_other_losses():
    assert loss_curve(seed=1) != loss_curve(seed=2)


def test_fit_with_jit_gives_the_same_losses():
    assert loss_curve(jit=True) == pytest.approx(loss_curve(jit=False), rel=1e-5)


def test_fit_orders_each_epoch_anew():
    # At a rate of 0 the only difference between epochs is which rows the last, small batch holds.
    keras.utils.set_random_seed(1)
    trunk, seen = classifier(), []
    callback = keras.callbacks.LambdaCallback(on_train_batch_end=lambda batch, logs: seen.append(logs["loss"]))
    trainer_of(trunk).fit(
        vectors(), plan=Plan(batch_size=16, epochs=2), optimizer=keras.optimizers.SGD(0.0), callbacks=[callback]
    )
    assert seen[0] != seen[5]
    assert seen[4] == pytest.approx(seen[9])


def test_fit_by_steps_cuts_the_last_epoch():
    trunk = classifier()
    fitted = trainer_of(trunk).fit(vectors(), plan=Plan(batch_size=16, steps=7), optimizer=keras.optimizers.SGD(0.1))
    assert [record.step for record in fitted.epochs] == [5, 7]
    assert int(trunk.optimizer.iterations.numpy()) == 7


def test_fit_in_stages_trains_what_is_trainable_and_counts_on():
    trunk = classifier()
    trainer, hidden = trainer_of(trunk), trunk.layers[1]
    hidden.trainable = False
    before = hidden.get_weights()[0]
    first = trainer.fit(vectors(), plan=Plan(batch_size=16, epochs=1), optimizer=keras.optimizers.SGD(0.1))
    frozen = hidden.get_weights()[0]
    hidden.trainable = True
    plan = Plan(batch_size=16, epochs=1, first_epoch=1, first_step=first.steps)
    second = trainer.fit(vectors(), plan=plan, optimizer=keras.optimizers.Adam(0.1))
    assert np.array_equal(before, frozen)
    assert not np.array_equal(frozen, hidden.get_weights()[0])
    assert [(record.epoch, record.step) for record in second.epochs] == [(2, 10)]


def test_fit_with_gradient_accumulation_updates_every_second_step():
    trunk = classifier()
    before = trunk.get_weights()
    optimizer = keras.optimizers.SGD(0.1, gradient_accumulation_steps=2)
    trainer_of(trunk).fit(vectors(), plan=Plan(batch_size=16, steps=1), optimizer=optimizer)
    for received, expected in zip(trunk.get_weights(), before, strict=True):
        np.testing.assert_array_equal(received, expected)


def test_fit_under_mixed_float16_scales_the_loss():
    keras.utils.set_random_seed(1)
    keras.config.set_dtype_policy("mixed_float16")
    try:
        trunk = classifier()
    finally:
        keras.config.set_dtype_policy("float32")
    optimizer = keras.optimizers.LossScaleOptimizer(keras.optimizers.Adam(0.02))
    fitted = trainer_of(trunk).fit(vectors(), plan=Plan(batch_size=16, epochs=8), optimizer=optimizer)
    assert fitted.history["loss"][-1] < 0.7 * fitted.history["loss"][0]


def test_fit_on_real_data_learns_it():
    keras.utils.set_random_seed(1)
    x, y = load_breast_cancer(return_X_y=True)
    x = (x - x.mean(0)) / x.std(0)
    source = keras.Input((30,), name="x")
    hidden = keras.layers.Dense(16, activation="relu")(source)
    trunk = keras.Model({"x": source}, {"y": keras.layers.Dense(1, activation="sigmoid")(hidden)})
    accuracy = keras.metrics.BinaryAccuracy(name="accuracy")
    objective = Objective(name="y", loss=keras.losses.BinaryCrossentropy(), metrics=(accuracy,))
    trainer = trainer_of(trunk, objective)
    trainer.fit(
        Examples(inputs={"x": x[:400]}, targets={"y": y[:400, None]}),
        plan=Plan(batch_size=32, epochs=15),
        optimizer=keras.optimizers.Adam(0.01),
    )
    assert trainer.evaluate(Examples(inputs={"x": x[400:]}, targets={"y": y[400:, None]}))["accuracy"] > 0.94


def test_evaluate_with_a_scale_gives_the_loss_in_units_of_it_and_metrics_of_the_data():
    # The output x stands for 4 x + 2 in the data, and the target is 4 x.
    trunk, objective, examples = line(target_scale=4.0, mean=(2.0,), deviation=(4.0,))
    received = trainer_of(trunk, objective).evaluate(examples, batch_size=7)
    assert received == pytest.approx({"loss": 0.25, "mae": 2.0}, rel=1e-5)


def test_evaluate_of_an_autoencoder_compares_with_the_input():
    trunk, objective, examples = line(target_input="x")
    assert trainer_of(trunk, objective).evaluate(Examples(inputs=examples.inputs))["loss"] == pytest.approx(0.0)


def test_evaluate_does_not_depend_on_the_batch_size():
    trainer = trainer_of(classifier())
    whole = trainer.evaluate(vectors(weighted=True), batch_size=100)
    assert trainer.evaluate(vectors(weighted=True), batch_size=7) == pytest.approx(whole, rel=1e-5)


def test_evaluate_with_a_metric_that_builds_itself_late_works():
    score = keras.metrics.F1Score(name="f1")
    objective = Objective(name="y", loss=keras.losses.CategoricalCrossentropy(), metrics=(score,))
    rows = vectors()
    examples = Examples(inputs=rows.inputs, targets={"y": np.eye(3, dtype="float32")[rows.targets["y"]]})
    assert {"f1_0", "f1_1", "f1_2"} <= trainer_of(classifier(), objective).evaluate(examples).keys()


def test_predict_gives_the_rows_in_order():
    trunk = classifier()
    expected = trunk({"x": vectors().inputs["x"]})["y"]
    np.testing.assert_allclose(trainer_of(trunk).predict(vectors(), batch_size=7)["y"], expected, rtol=1e-5)


def test_plan_with_epochs_and_steps_is_refused():
    with pytest.raises(ValueError, match="either"):
        Plan(batch_size=1, epochs=1, steps=1)


def test_examples_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="one length"):
        Examples(inputs={"x": np.zeros(3)}, targets={"y": np.zeros(4)})
